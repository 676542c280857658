package io.veritwin.records.log;

import io.veritwin.records.signature.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the trail can be written and relied on. While it cannot, regulated acts are refused with
 * the reason given here (URS-129), and a {@link Changed} event tells every page.
 */
@ApplicationScoped
public class LogHealth {

  private static final Logger LOG = LoggerFactory.getLogger(LogHealth.class);

  @Inject Event<Changed> changes;

  private Refusal halted;
  private Refusal trouble;

  /** The reason that stops regulated acts now; empty while the log is sound. */
  public synchronized Optional<Refusal> reasonAgainstActs() {
    return Optional.ofNullable(halted != null ? halted : trouble);
  }

  /** True when the log contradicts its copy: it stays so until an administrator has repaired it. */
  public synchronized boolean isHalted() {
    return halted != null;
  }

  /** The log contradicts its copy; only a restart after the repair ends this. */
  void halt(Refusal reason) {
    synchronized (this) {
      halted = reason;
    }
    LOG.error("{} ({})", reason.sentence(), reason.rule());
    changes.fire(new Changed(Optional.of(reason)));
  }

  /** The log cannot be written at the moment. */
  void hamper(Refusal reason) {
    synchronized (this) {
      if (reason.equals(trouble)) {
        return;
      }
      trouble = reason;
    }
    LOG.error("{} ({})", reason.sentence(), reason.rule());
    changes.fire(new Changed(Optional.of(reason)));
  }

  /** The log is written again. */
  void recover() {
    synchronized (this) {
      if (trouble == null) {
        return;
      }
      trouble = null;
    }
    LOG.info("The log is written again.");
    changes.fire(new Changed(reasonAgainstActs()));
  }

  /**
   * The log's health changed.
   *
   * @param reasonAgainstActs what stops regulated acts now; empty when nothing does
   */
  public record Changed(Optional<Refusal> reasonAgainstActs) {}
}
