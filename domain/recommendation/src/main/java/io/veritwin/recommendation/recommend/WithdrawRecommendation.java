package io.veritwin.recommendation.recommend;

import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Withdraw a recommendation that waits for a person, because what it rests on no longer holds, or
 * its time is up; the review is taken back with it (URS-408, S88-02).
 */
@ApplicationScoped
public class WithdrawRecommendation {

  @Inject Recommendations recommendations;
  @Inject ReviewTasks tasks;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  protected WithdrawRecommendation() {}

  /** With its parts given. */
  public WithdrawRecommendation(
      Recommendations recommendations, ReviewTasks tasks, AuditTrail trail, Clock clock) {
    this.recommendations = recommendations;
    this.tasks = tasks;
    this.trail = trail;
    this.clock = clock;
  }

  /** Withdraws it for a reason; false when it no longer waits for anyone. */
  @Transactional
  public boolean withdraw(String number, Refusal reason) {
    if (!(recommendations.lock(number).stage() instanceof ProposedRecommendation proposed)) {
      return false;
    }
    Recommendation r = proposed.recommendation();
    String sentence =
        "Withdrawn, not written. "
            + r.tag
            + " stays as it is. "
            + reason.sentence()
            + " ("
            + reason.rule()
            + ") A new proposal comes when the reason is gone.";
    AuditEvent event =
        AuditEvent.of(
                "RECOMMENDATION_WITHDRAWN",
                ProposeSetpoint.RECOMMENDER,
                r.recordRef(),
                r.number() + ": " + sentence)
            .because(reason.sentence());
    proposed.withdraw(reason.rule(), sentence, clock.instant());
    tasks.withdraw(number, reason.sentence());
    trail.record(event);
    return true;
  }

  /** Ends it when its time is up; false when it is not, or no longer waits for anyone. */
  @Transactional
  public boolean expireIfDue(String number) {
    if (!(recommendations.lock(number).stage() instanceof ProposedRecommendation proposed)) {
      return false;
    }
    Recommendation r = proposed.recommendation();
    Instant now = clock.instant();
    if (now.isBefore(r.expiresAt)) {
      return false;
    }
    String sentence =
        "Expired, not written. "
            + r.tag
            + " stays as it is. Nobody decided until "
            + r.expiresAt.truncatedTo(ChronoUnit.SECONDS)
            + " (REC-03).";
    AuditEvent event =
        AuditEvent.of(
            "RECOMMENDATION_EXPIRED",
            ProposeSetpoint.RECOMMENDER,
            r.recordRef(),
            r.number() + ": " + sentence);
    proposed.expire(sentence, now);
    tasks.withdraw(number, "expired");
    trail.record(event);
    return true;
  }
}
