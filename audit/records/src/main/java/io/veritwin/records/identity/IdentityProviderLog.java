package io.veritwin.records.identity;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.veritwin.records.identity.IdentityEvent.Kind;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.site.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the logs of the identity provider (Keycloak's login and administrator events) through its
 * administration interface, with a service account whose only right is {@code view-events}. Never
 * called with a transaction open.
 */
@ApplicationScoped
public class IdentityProviderLog {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PAGE = 500;

  /** Members of a changed object that must not reach a log which is kept for ever. */
  private static final Pattern SECRET =
      Pattern.compile(
          "\"(secret|password|privateKey|clientSecret|keystorePassword|keyPassword|secretData"
              + "|credentialData|bindCredential|registrationAccessToken)\"\\s*:\\s*"
              + "(\\[[^\\]]*\\]|\"(?:[^\"\\\\]|\\\\.)*\")");

  @Inject Settings settings;
  @Inject PlatformKeys keys;
  @Inject Clock clock;

  private HttpClient client;
  private String bearer;
  private Instant bearerEnds = Instant.MIN;

  /**
   * Every event of one log since a time, oldest first.
   *
   * @param from inclusive
   * @throws IOException when the provider does not answer or refuses
   */
  public List<IdentityEvent> since(Kind kind, Instant from)
      throws IOException, InterruptedException {
    List<IdentityEvent> events = new ArrayList<>();
    int found;
    do {
      List<Object> page =
          list(
              get(
                  "%s?dateFrom=%d&direction=asc&first=%d&max=%d"
                      .formatted(
                          kind == Kind.PERSON ? "events" : "admin-events",
                          from.toEpochMilli(),
                          events.size(),
                          PAGE)));
      for (Object event : page) {
        events.add(kind == Kind.PERSON ? person(map(event)) : administration(map(event)));
      }
      found = page.size();
    } while (found == PAGE);
    events.sort(Comparator.comparing(IdentityEvent::at));
    return events;
  }

  /**
   * Why the provider does not log everything that belongs into a trail; empty when it does.
   *
   * @throws IOException when the provider does not answer or refuses
   */
  public Optional<String> reasonItIsIncomplete() throws IOException, InterruptedException {
    Map<String, Object> config = object(get("events/config"));
    List<String> off = new ArrayList<>();
    for (String setting :
        List.of("eventsEnabled", "adminEventsEnabled", "adminEventsDetailsEnabled")) {
      if (!Boolean.TRUE.equals(config.get(setting))) {
        off.add(setting + " is off");
      }
    }
    if (config.get("enabledEventTypes") instanceof List<?> types && !types.isEmpty()) {
      for (String needed :
          List.of("LOGIN", "LOGIN_ERROR", "LOGOUT", "USER_DISABLED_BY_TEMPORARY_LOCKOUT")) {
        if (!types.contains(needed)) {
          off.add(needed + " is not kept");
        }
      }
    }
    return off.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", off));
  }

  private static IdentityEvent person(Map<String, Object> event) {
    Map<String, String> details = texts(event.get("details"));
    details.put("client", text(event, "clientId"));
    details.put("session", text(event, "sessionId"));
    details.values().removeIf(String::isEmpty);
    return new IdentityEvent(
        text(event, "id"),
        Kind.PERSON,
        time(event),
        text(event, "type"),
        text(event, "userId"),
        details.getOrDefault("username", ""),
        text(event, "ipAddress"),
        text(event, "error"),
        details);
  }

  private static IdentityEvent administration(Map<String, Object> event) {
    Map<String, Object> who = map(event.getOrDefault("authDetails", Map.of()));
    Map<String, String> details = texts(event.get("details"));
    String path = text(event, "resourcePath");
    details.put("path", path);
    details.put("realm of the administrator", text(who, "realmId"));
    // A new password is never kept, not even its digest.
    if (!path.contains("password") && !path.contains("credential")) {
      details.put(
          "new state", SECRET.matcher(text(event, "representation")).replaceAll("\"$1\":\"***\""));
    }
    details.values().removeIf(String::isEmpty);
    return new IdentityEvent(
        text(event, "id"),
        Kind.ADMINISTRATION,
        time(event),
        text(event, "operationType") + " " + text(event, "resourceType"),
        text(who, "userId"),
        "",
        text(who, "ipAddress"),
        text(event, "error"),
        details);
  }

  private synchronized String get(String path) throws IOException, InterruptedException {
    String issuer = settings.oidcIssuer().toString();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(issuer.replaceFirst("/realms/", "/admin/realms/") + "/" + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + bearer())
            .header("Accept", "application/json")
            .build();
    return answer(request);
  }

  private String bearer() throws IOException, InterruptedException {
    if (clock.instant().isBefore(bearerEnds)) {
      return bearer;
    }
    String account =
        URLEncoder.encode(settings.trailClient(), StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(settings.trailSecret(), StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(settings.oidcIssuer() + "/protocol/openid-connect/token"))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)))
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    Map<String, Object> token = object(answer(request));
    bearer = text(token, "access_token");
    bearerEnds =
        clock
            .instant()
            .plusSeconds(((Number) token.getOrDefault("expires_in", 60)).longValue() / 2);
    return bearer;
  }

  private String answer(HttpRequest request) throws IOException, InterruptedException {
    if (client == null) {
      client = HttpClient.newBuilder().sslContext(keys.trust()).connectTimeout(PATIENCE).build();
    }
    HttpResponse<String> answer;
    try {
      answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException("the identity provider at " + request.uri() + " does not answer", e);
    }
    if (answer.statusCode() != 200) {
      bearerEnds = Instant.MIN;
      throw new IOException(
          "the identity provider answered "
              + answer.statusCode()
              + " to "
              + request.uri().getPath());
    }
    return answer.body();
  }

  private static Instant time(Map<String, Object> event) {
    return Instant.ofEpochMilli(((Number) event.get("time")).longValue());
  }

  private static String text(Map<String, Object> object, String name) {
    return object.get(name) instanceof String text ? text : "";
  }

  private static Map<String, String> texts(Object object) {
    Map<String, String> texts = new TreeMap<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (name instanceof String key && value instanceof String text) {
              texts.put(key, text);
            }
          });
    }
    return texts;
  }

  @SuppressWarnings("unchecked") // A JSON object's members have names.
  private static Map<String, Object> map(Object object) {
    return (Map<String, Object>) object;
  }

  private static List<Object> list(String json) throws IOException {
    try {
      return JSONArrayUtils.parse(json);
    } catch (ParseException e) {
      throw new IOException("the identity provider's answer is no list", e);
    }
  }

  private static Map<String, Object> object(String json) throws IOException {
    try {
      return JSONObjectUtils.parse(json);
    } catch (ParseException e) {
      throw new IOException("the identity provider's answer is no object", e);
    }
  }
}
