package io.veritwin.records.identity;

import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Record login and logout of a person at this application (21 CFR 11.10(d), 11.10(e)). */
@ApplicationScoped
public class RecordLogin {

  @Inject AuditTrail trail;

  /** The person's session began. */
  @Transactional
  public void loggedIn(Person person) {
    trail.record(AuditEvent.of("LOGGED_IN", person, session(person), "Logged in"));
  }

  /** The person ended the session. */
  @Transactional
  public void loggedOut(Person person) {
    trail.record(
        AuditEvent.of("LOGGED_OUT", person, session(person), "Logged out, locked the screen"));
  }

  private static RecordRef session(Person person) {
    return new RecordRef("account", person.username(), 1);
  }
}
