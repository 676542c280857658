package io.veritwin.records.review;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.records.trail.TrailSearch.Coverage;
import io.veritwin.records.trail.TrailSearch.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Prepare a review of the trail: fixes which entries it covers, and counts the exceptions. */
@ApplicationScoped
public class PrepareTrailReview {

  /** More than a person can answer for in one signature. */
  static final long MOST = 100_000;

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject TrailSearch search;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /** What came of it. */
  public sealed interface Prepared {
    record Ready(TrailReview review) implements Prepared {}

    record Refused(Refusal reason) implements Prepared {}
  }

  /** Prepares a review of what the query matches now; the query's page does not matter. */
  @Transactional
  public Prepared prepare(Person who, TrailQuery query) {
    if (!who.is(Role.QA)) {
      return refused(
          who,
          "TRV-01",
          "Not prepared. QA reviews the audit trail; you are signed in as "
              + who.roleInWords()
              + " (TRV-01).");
    }
    long upTo = search.newest();
    Coverage cover = search.cover(new Scope(query, who.subject(), upTo));
    if (cover.entries() == 0) {
      return refused(
          who,
          "TRV-02",
          "Not prepared. No entry of another person matches; "
              + cover.own()
              + " of your own do, which somebody else must review. Choose other conditions"
              + " (TRV-02).");
    }
    if (cover.entries() > MOST) {
      return refused(
          who,
          "TRV-03",
          "Not prepared. "
              + cover.entries()
              + " entries match, and one review covers at most "
              + MOST
              + ". Choose fewer days or one record (TRV-03).");
    }
    TrailReview review =
        new TrailReview(
            "TR-" + nextNumber(),
            query,
            upTo,
            cover,
            who,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    entities.persist(review);
    trail.record(
        AuditEvent.of(
            "TRAIL_REVIEW_PREPARED",
            who,
            review.recordRef(),
            "Prepared the review of "
                + cover.entries()
                + " entries, "
                + cover.exceptions()
                + " of them exceptions: "
                + review.scopeInWords()
                + "."));
    return new Prepared.Ready(review);
  }

  private Prepared refused(Person who, String rule, String sentence) {
    trail.recordRefusal(
        AuditEvent.refused(
            "TRAIL_REVIEW_PREPARED",
            who,
            new RecordRef("audit trail", "trail", 1),
            sentence,
            rule));
    return new Prepared.Refused(new Refusal(rule, sentence));
  }

  private long nextNumber() {
    return (Long)
        entities
            .createNativeQuery("select nextval('trail_review_number')", Long.class)
            .getSingleResult();
  }
}
