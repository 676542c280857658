package io.veritwin.records.platform;

import io.veritwin.records.identity.IdentityEvent;
import io.veritwin.records.identity.IdentityEvent.Kind;
import io.veritwin.records.identity.IdentityProviderLog;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The identity provider's log as a test fills it; the provider itself runs in the system tests. */
@ApplicationScoped
@Alternative
@Priority(1)
public class TestProviderLog extends IdentityProviderLog {

  private final List<IdentityEvent> logged = new ArrayList<>();
  private boolean away;

  /** A wrong password typed for this account at a client's page. */
  public void wrongPassword(String subject, String client, Instant at) {
    log(
        Kind.PERSON,
        "LOGIN_ERROR",
        subject,
        "invalid_user_credentials",
        at,
        Map.of("client", client));
  }

  /** An administrator's act on a path of the realm. */
  public void administrated(
      String administrator, String type, String path, String newState, Instant at) {
    log(
        Kind.ADMINISTRATION,
        type,
        administrator,
        "",
        at,
        Map.of("path", path, "new state", newState));
  }

  private synchronized void log(
      Kind kind,
      String type,
      String subject,
      String error,
      Instant at,
      Map<String, String> details) {
    logged.add(
        new IdentityEvent(
            UUID.randomUUID().toString(),
            kind,
            at,
            type,
            subject,
            "",
            "192.0.2.7",
            error,
            details));
  }

  /** Does not answer from now on, or again. */
  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  @Override
  public synchronized List<IdentityEvent> since(Kind kind, Instant from) throws IOException {
    if (away) {
      throw new IOException("the identity provider does not answer");
    }
    return logged.stream()
        .filter(event -> event.kind() == kind && !event.at().isBefore(from))
        .toList();
  }

  @Override
  public Optional<String> reasonItIsIncomplete() {
    return Optional.empty();
  }
}
