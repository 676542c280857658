package io.veritwin.lifecycle.change;

import io.veritwin.records.identity.Person;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;

/** Serves a validation report to a person, and records that it did (URS-320). */
@ApplicationScoped
public class ReadReport {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject ChangeRequests changes;
  @Inject Clock clock;

  /**
   * The report's bytes; each reading is on record.
   *
   * @throws IllegalArgumentException when the change has no report
   */
  @Transactional
  public ValidationReport serve(String change, Person reader) {
    ValidationReport report =
        changes
            .report(change)
            .orElseThrow(() -> new IllegalArgumentException(change + " has no report"));
    record(report.number(), report.digest(), "the report", reader);
    return report;
  }

  /**
   * The sealed copy; each reading is on record.
   *
   * @throws IllegalArgumentException when the report is not sealed
   */
  @Transactional
  public SealedReport serveSealed(String change, Person reader) {
    SealedReport report =
        changes
            .sealedReport(change)
            .orElseThrow(() -> new IllegalArgumentException(change + " has no sealed report"));
    record(report.number(), report.digest(), "the sealed report", reader);
    return report;
  }

  private void record(String number, String digest, String what, Person reader) {
    ReportReading reading =
        new ReportReading(number, digest, reader.subject(), reader.printedName(), clock.instant());
    entities.persist(reading);
    trail.record(
        AuditEvent.of(
                "REPORT_READ",
                reader,
                reading.recordRef(),
                reader.printedName() + " was served " + what + " " + number + ".")
            .with(Map.of("reportDigest", digest)));
  }
}
