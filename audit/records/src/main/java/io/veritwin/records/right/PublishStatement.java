package io.veritwin.records.right;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Publish a version of the accountability statement: in force at once, and nobody signs anything
 * else before they have signed it (21 CFR 11.10(j)).
 */
@ApplicationScoped
public class PublishStatement {

  private static final int TEXT_LEAST = 40;

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject SigningRights rights;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /**
   * Publishes, or says everything that stands against it.
   *
   * @param reason why the text changes, at least 10 characters
   * @return every reason against; empty when the version is in force
   */
  @Transactional
  public List<Refusal> publish(Person publisher, String text, String reason) {
    AccountabilityStatement inForce = rights.statement();
    List<Refusal> reasons = new ArrayList<>();
    if (!publisher.is(Role.QA)) {
      reasons.add(RightRule.SIG_30.refusal(publisher.roleInWords()));
    }
    if (text.strip().length() < TEXT_LEAST || text.strip().equals(inForce.text())) {
      reasons.add(RightRule.SIG_31.refusal());
    }
    if (reason.strip().length() < CheckIdentity.REMARK_LEAST) {
      reasons.add(RightRule.SIG_26.refusal(reason.strip()));
    }
    if (!reasons.isEmpty()) {
      CheckIdentity.refuse(trail, "STATEMENT_PUBLISHED", publisher, inForce.recordRef(), reasons);
      return reasons;
    }
    AccountabilityStatement next =
        new AccountabilityStatement(
            inForce.version() + 1,
            text.strip(),
            reason.strip(),
            publisher.subject(),
            publisher.printedName(),
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    entities.persist(next);
    trail.record(
        AuditEvent.of(
                "STATEMENT_PUBLISHED",
                publisher,
                next.recordRef(),
                "Version "
                    + next.version()
                    + " of the accountability statement is in force; everybody signs it before"
                    + " anything else.")
            .because(reason.strip()));
    return List.of();
  }
}
