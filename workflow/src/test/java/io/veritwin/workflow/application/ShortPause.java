package io.veritwin.workflow.application;

import io.veritwin.recommendation.release.Pause;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.time.Duration;

/** The settle time at a fortieth of its length, and what a test lets happen in it. */
@ApplicationScoped
@Alternative
@Priority(1)
public class ShortPause extends Pause {

  @Inject Interference interference;

  @Override
  public void forA(Duration time) {
    interference.pause();
    super.forA(time.dividedBy(40));
  }
}
