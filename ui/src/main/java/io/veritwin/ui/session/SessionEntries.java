package io.veritwin.ui.session;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.RecordLogin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpSession;

/** Sees to it that every session's begin and end stands in the trail, once (URS-509). */
@ApplicationScoped
public class SessionEntries {

  private static final String NOTED = "veritwin.login.noted";

  @Inject RecordLogin recordLogin;

  /** Records the login when the session is new to us. */
  public void opened(HttpSession session, Person person) {
    if (session.getAttribute(NOTED) == null) {
      session.setAttribute(NOTED, person.subject());
      recordLogin.loggedIn(person);
    }
  }

  /** Records the logout. */
  public void closed(Person person) {
    recordLogin.loggedOut(person);
  }
}
