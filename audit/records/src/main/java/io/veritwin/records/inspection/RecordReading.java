package io.veritwin.records.inspection;

import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/**
 * Records what an inspector reads, before it is shown (URS-195). Also while acts are stopped: a log
 * that is in doubt is what an inspector must be able to look at.
 */
@ApplicationScoped
public class RecordReading {

  static final String EVENT = "INSPECTOR_READ";

  @Inject AuditTrail trail;

  /**
   * One view.
   *
   * @param what in words, "the page Audit trail"
   * @param details what was asked for, by name
   */
  public long read(Person inspector, InspectorAccess by, String what, Map<String, String> details) {
    return trail.recordObservation(
        AuditEvent.of(EVENT, inspector, by.recordRef(), "Read " + what + ".").with(details));
  }

  /** What was put on record as read was not shown after all, for example for want of a role. */
  public long notShown(Person inspector, InspectorAccess by, String what) {
    return trail.recordObservation(
        AuditEvent.of(EVENT, inspector, by.recordRef(), "Not shown by the server: " + what + "."));
  }

  /** An attempt without an access in force. */
  public long refused(Person person, String what, Refusal refusal) {
    return trail.recordRefusal(
        AuditEvent.refused(
                EVENT,
                person,
                new RecordRef("account", person.username(), 1),
                refusal.sentence(),
                refusal.rule())
            .with(Map.of("asked", what)));
  }
}
