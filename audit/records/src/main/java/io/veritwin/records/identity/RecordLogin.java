package io.veritwin.records.identity;

import io.veritwin.records.inspection.PresetInspectorAccess;
import io.veritwin.records.right.EnrolPerson;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/**
 * Record login and logout of a person at this application (21 CFR 11.10(d), 11.10(e)). Also while
 * acts are stopped: whoever must repair the log, or inspect it, has to get in.
 */
@ApplicationScoped
public class RecordLogin {

  @Inject AuditTrail trail;
  @Inject EnrolPerson enrolPerson;
  @Inject PresetInspectorAccess presetInspectorAccess;

  /** The person's session began. The first one makes the person's right to sign. */
  @Transactional
  public void loggedIn(Person person) {
    trail.recordObservation(AuditEvent.of("LOGGED_IN", person, session(person), "Logged in"));
    presetInspectorAccess.loggedIn(person, enrolPerson.enrol(person));
  }

  /** The person ended the session. */
  public void loggedOut(Person person) {
    trail.recordObservation(
        AuditEvent.of("LOGGED_OUT", person, session(person), "Logged out, locked the screen"));
  }

  private static RecordRef session(Person person) {
    return new RecordRef("account", person.username(), 1);
  }
}
