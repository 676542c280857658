package io.veritwin.records.right;

import io.veritwin.records.watch.SiteAlarms;
import io.veritwin.records.watch.Watch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A locked right to sign is an alarm until somebody has checked the identity again. */
@ApplicationScoped
public class WatchSigningRights implements Watch {

  /** A right to sign is locked. */
  public static final String LOCKED = "SGN-01";

  @Inject SigningRights rights;
  @Inject SiteAlarms alarms;

  @Override
  public String rule() {
    return "SGN-02";
  }

  @Override
  public String what() {
    return "the rights to sign";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void look() {
    List<SigningRight> locked = rights.locked();
    if (locked.isEmpty()) {
      alarms.end(LOCKED);
    } else {
      alarms.raise(
          LOCKED,
          "The right to sign is locked of "
              + locked.stream()
                  .map(right -> right.printedName() + " (" + right.reason() + ")")
                  .collect(Collectors.joining(", "))
              + ". Find out what happened; somebody else of QA or administration checks the"
              + " identity again.",
          false);
    }
  }
}
