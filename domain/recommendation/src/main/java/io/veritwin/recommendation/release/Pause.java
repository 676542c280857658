package io.veritwin.recommendation.release;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Lets the settle time pass; a bean of its own so that a test need not wait. */
@ApplicationScoped
public class Pause {

  /** Waits. An interruption ends the wait early and stays visible to the caller. */
  public void forA(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
