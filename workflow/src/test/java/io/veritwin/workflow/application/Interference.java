package io.veritwin.workflow.application;

import io.veritwin.plant.WriteOutcome;
import jakarta.enterprise.context.ApplicationScoped;

/** What a test wants to happen in the middle of a release; nothing otherwise. */
@ApplicationScoped
public class Interference {

  /** Ends the release worker where it stands, as the death of its process would. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String where) {
      super("the process died " + where);
    }
  }

  /** Happens around a call of the plant gateway. */
  public interface AroundWrite {
    WriteOutcome happen(java.util.function.Supplier<WriteOutcome> write);
  }

  private volatile AroundWrite aroundWrite;
  private volatile Runnable duringPause;

  public void aroundWrite(AroundWrite interference) {
    aroundWrite = interference;
  }

  public void duringPause(Runnable interference) {
    duringPause = interference;
  }

  public void end() {
    aroundWrite = null;
    duringPause = null;
  }

  WriteOutcome write(java.util.function.Supplier<WriteOutcome> write) {
    AroundWrite now = aroundWrite;
    return now == null ? write.get() : now.happen(write);
  }

  void pause() {
    Runnable now = duringPause;
    if (now != null) {
      now.run();
    }
  }
}
