package io.veritwin.records.inspection;

import io.veritwin.records.identity.Machine;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.right.SigningRight;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Opens the access of the inspector's account that the set-up of a demonstration site made, at its
 * first login and labelled so. A GxP site has no such account: there, QA opens every access.
 */
@ApplicationScoped
public class PresetInspectorAccess {

  private static final Machine SET_UP = new Machine("site set-up");

  @Inject InspectorAccesses accesses;
  @Inject AuditTrail trail;
  @Inject Settings settings;
  @Inject Clock clock;

  /** Opens the whole site to a preset account that never had an access. */
  @Transactional
  public void loggedIn(Person person, SigningRight enrolled) {
    if (!person.is(Role.INSPECTOR)
        || !settings.presetAccounts().contains(person.username())
        || !accesses.of(person.subject()).isEmpty()) {
      return;
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    InspectorAccess access =
        new InspectorAccess(
            accesses.nextNumber(),
            enrolled,
            "nobody; this is a demonstration",
            SigningRight.PRESET,
            now,
            now.plus(Duration.ofDays(OpenInspectorAccess.MOST_DAYS)),
            AccessScope.wholeSite(),
            SET_UP,
            now,
            true);
    accesses.keep(access);
    trail.recordObservation(
        AuditEvent.of(
                "INSPECTOR_ACCESS_OPENED",
                SET_UP,
                access.recordRef(),
                OpenInspectorAccess.sentence(access))
            .because(access.reason()));
  }
}
