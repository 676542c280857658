package io.veritwin.recommendation.accept;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.recommendation.recommend.AdviceStop;
import io.veritwin.recommendation.recommend.AdviceStops;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;

/**
 * Stop advice for a unit: one press, no signature. What waits is withdrawn in the next round, what
 * is signed is refused at the release (REL-14). Advice resumes only by a signature (URS-427).
 */
@ApplicationScoped
public class StopAdvice {

  @Inject AdviceStops stops;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  protected StopAdvice() {}

  /** With its parts given. */
  public StopAdvice(AdviceStops stops, AuditTrail trail, Clock clock) {
    this.stops = stops;
    this.trail = trail;
    this.clock = clock;
  }

  /** Stops it; stopping what is stopped changes nothing. */
  @Transactional
  public Outcome<AdviceStop> stop(String unit, Person person) {
    if (!person.is(Role.OPERATOR) && !person.is(Role.ENGINEER) && !person.is(Role.QA)) {
      return Outcome.refused(
          "REC-40",
          "Not stopped. Advice for "
              + unit
              + " goes on. Operators, engineers and QA stop advice; you are signed in as "
              + person.roleInWords()
              + " (REC-40). Ask one of them.");
    }
    Optional<AdviceStop> holds = stops.of(unit);
    if (holds.isPresent()) {
      return new Outcome.Done<>(holds.get());
    }
    AdviceStop stop = new AdviceStop(unit, person, clock.instant());
    stops.store(stop);
    trail.record(
        AuditEvent.of(
            "ADVICE_STOPPED",
            person,
            stop.recordRef(),
            "All advice for "
                + unit
                + " was stopped. Proposals are withdrawn and nothing is released until a signature"
                + " resumes it."));
    return new Outcome.Done<>(stop);
  }
}
