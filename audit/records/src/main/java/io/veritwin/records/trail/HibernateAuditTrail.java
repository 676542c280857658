package io.veritwin.records.trail;

import io.veritwin.records.identity.Actor;
import io.veritwin.records.identity.Origin;
import io.veritwin.records.identity.Person;
import io.veritwin.records.log.LogHealth;
import io.veritwin.records.log.Sequencer;
import io.veritwin.records.site.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.hibernate.event.spi.EventSource;

/**
 * The audit trail over Hibernate (21 CFR 11.10(e), URS-120 to URS-129). The time is the server's,
 * in UTC; the entry is written with the transaction of the act, completed with what Hibernate saw
 * change in it.
 */
@ApplicationScoped
public class HibernateAuditTrail implements AuditTrail {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Clock clock;
  @Inject Settings settings;
  @Inject Origin origin;
  @Inject LogHealth health;
  @Inject Sequencer sequencer;
  @Inject EntryNumbers numbers;

  /**
   * {@inheritDoc}
   *
   * @throws TrailUnavailableException while the log cannot be relied on
   */
  @Override
  public long record(AuditEvent event) {
    health
        .reasonAgainstActs()
        .ifPresent(
            reason -> {
              throw new TrailUnavailableException(reason);
            });
    return tell(event);
  }

  @Override
  @Transactional(TxType.REQUIRES_NEW)
  public long recordRefusal(AuditEvent event) {
    return tell(event);
  }

  @Override
  @Transactional
  public long recordObservation(AuditEvent event) {
    return tell(event);
  }

  private long tell(AuditEvent event) {
    EventSource session = entities.unwrap(EventSource.class);
    if (!session.isTransactionInProgress()) {
      throw new IllegalStateException(
          "an audit entry needs the transaction of its act: " + event.event());
    }
    long id = numbers.next(session);
    // PostgreSQL keeps microseconds; more digits would make entry and column differ.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    AuditEntry entry =
        new AuditEntry(
            id,
            now,
            event.event(),
            who(event.who()),
            event.record(),
            event.sentence(),
            event.reason(),
            event.refused(),
            event.rule(),
            event.changes(),
            event.details(),
            origin.words(),
            settings.siteKind().name().toLowerCase(Locale.ROOT));
    TransactionTrail.of(session).tell(entry, sequencer::wake);
    return id;
  }

  private static AuditEntry.Who who(Actor actor) {
    return new AuditEntry.Who(
        actor.id(),
        actor.printedName(),
        actor.roleInWords(),
        actor instanceof Person person ? person.personNumber() : "");
  }
}
