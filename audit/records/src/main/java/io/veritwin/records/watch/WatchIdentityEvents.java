package io.veritwin.records.watch;

import io.veritwin.records.identity.IdentityEvent;
import io.veritwin.records.identity.IdentityEvent.Kind;
import io.veritwin.records.identity.IdentityProviderLog;
import io.veritwin.records.identity.Machine;
import io.veritwin.records.identity.RecordIdentityEvents;
import io.veritwin.records.identity.RecordIdentityEvents.Noted;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The identity provider's events into the trail (URS-118). The newest event noted is the cursor;
 * each poll looks a little behind it, because an event is committed later than its time says, and
 * because an event seen there before and now gone shows that somebody cleared the provider's log.
 */
@ApplicationScoped
public class WatchIdentityEvents implements Watch {

  /** Events that were seen are gone, so others may be gone that never were. */
  static final String GAP = "IDP-02";

  /** The provider does not log everything. */
  static final String INCOMPLETE = "IDP-03";

  private static final Duration BEHIND = Duration.ofSeconds(60);

  @Inject IdentityProviderLog provider;
  @Inject RecordIdentityEvents recordEvents;
  @Inject AuditTrail trail;
  @Inject SiteAlarms alarms;

  @Override
  public String rule() {
    return "IDP-01";
  }

  @Override
  public String what() {
    return "the identity provider's events";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(5);
  }

  /** It may be starting, or be restarted; its log keeps what happens meanwhile. */
  @Override
  public Duration patience() {
    return Duration.ofMinutes(2);
  }

  @Override
  public void look() throws IOException, InterruptedException {
    if (catchUp()) {
      alarms.end(GAP);
    }
    provider
        .reasonItIsIncomplete()
        .ifPresentOrElse(
            reason ->
                alarms.raise(
                    INCOMPLETE,
                    "The identity provider does not log everything: "
                        + reason
                        + ". Logins or changes of accounts may go unseen; switch it on again.",
                    false),
            () -> alarms.end(INCOMPLETE));
  }

  /**
   * Takes over what the provider has logged up to now; also asked between a proof of identity and
   * the signature it is for.
   *
   * @return true when everything that was seen before is still there
   * @throws IOException when the provider does not answer or refuses
   */
  public synchronized boolean catchUp() throws IOException, InterruptedException {
    boolean whole = true;
    for (Kind kind : Kind.values()) {
      whole &= poll(kind);
    }
    return whole;
  }

  /** True when everything that was seen before is still there. */
  private boolean poll(Kind kind) throws IOException, InterruptedException {
    Instant from =
        recordEvents.newest(kind).map(newest -> newest.minus(BEHIND)).orElse(Instant.EPOCH);
    List<IdentityEvent> found = provider.since(kind, from);
    List<Noted> noted = recordEvents.notedSince(kind, from);
    Set<String> known = noted.stream().map(Noted::id).collect(Collectors.toSet());
    recordEvents.record(found.stream().filter(event -> !known.contains(event.id())).toList());
    Set<String> there = found.stream().map(IdentityEvent::id).collect(Collectors.toSet());
    List<Noted> gone = noted.stream().filter(event -> !there.contains(event.id())).toList();
    if (!gone.isEmpty() && alarms.standing().stream().noneMatch(a -> a.rule().equals(GAP))) {
      String sentence =
          "%d events that the identity provider had logged since %s are gone; its log was cleared or has expired, so events may be missing from the trail"
              .formatted(gone.size(), from);
      trail.recordObservation(
          AuditEvent.of(
                  "IDENTITY_EVENTS_MISSING",
                  new Machine("site watch"),
                  new RecordRef("identity provider", kind.name(), 1),
                  sentence)
              .with(
                  Map.of(
                      "identity.missing",
                      gone.stream().map(Noted::id).collect(Collectors.joining(", ")))));
      alarms.raise(GAP, sentence + ". Find out who did that.", false);
    }
    return gone.isEmpty();
  }
}
