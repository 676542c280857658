package io.veritwin.records.notice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.Session;

/** The notices that wait to be sent. */
@ApplicationScoped
@Transactional
public class SecurityNotices {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Clock clock;

  /** A notice that waits. */
  record Waiting(long id, Instant at, String subject, String text) {}

  /**
   * Stores a notice in the caller's transaction, which also holds the audit entry about what it
   * tells of; it is sent in a moment.
   */
  public void tell(String subject, String text) {
    entities
        .createNativeQuery("insert into security_notice (at, subject, text) values (?1, ?2, ?3)")
        .setParameter(1, clock.instant().truncatedTo(ChronoUnit.MICROS))
        .setParameter(2, subject)
        .setParameter(3, text)
        .executeUpdate();
  }

  List<Waiting> waiting() {
    return entities
        .unwrap(Session.class)
        .createNativeQuery(
            "select id, at, subject, text from security_notice where sent_at is null order by id",
            Tuple.class)
        .addScalar("id", Long.class)
        .addScalar("at", Instant.class)
        .addScalar("subject", String.class)
        .addScalar("text", String.class)
        .getResultList()
        .stream()
        .map(
            row ->
                new Waiting(
                    row.get("id", Long.class),
                    row.get("at", Instant.class),
                    row.get("subject", String.class),
                    row.get("text", String.class)))
        .toList();
  }

  void sent(long id, String to) {
    entities
        .createNativeQuery("update security_notice set sent_at = ?1, sent_to = ?2 where id = ?3")
        .setParameter(1, clock.instant().truncatedTo(ChronoUnit.MICROS))
        .setParameter(2, to)
        .setParameter(3, id)
        .executeUpdate();
  }
}
