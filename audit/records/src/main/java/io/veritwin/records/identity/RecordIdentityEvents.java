package io.veritwin.records.identity;

import io.veritwin.records.identity.IdentityEvent.Kind;
import io.veritwin.records.log.LogTables;
import io.veritwin.records.right.SigningRight;
import io.veritwin.records.right.SigningRights;
import io.veritwin.records.right.SuspendSigningRight;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts events of the identity provider into the trail, each once: entry and note of the event are
 * committed together, so a kill between two polls neither loses nor repeats one.
 */
@ApplicationScoped
@Transactional
public class RecordIdentityEvents {

  /** Traffic between programs, several times a minute; nobody did anything. */
  private static final Set<String> TRAFFIC =
      Set.of(
          "CODE_TO_TOKEN",
          "REFRESH_TOKEN",
          "CLIENT_LOGIN",
          "INTROSPECT_TOKEN",
          "USER_INFO_REQUEST",
          "PUSHED_AUTHORIZATION_REQUEST");

  /** Errors at the signing page that say somebody did not prove who they are. */
  private static final Set<String> REFUSED_AUTHENTICATIONS =
      Set.of("invalid_user_credentials", "user_temporarily_disabled", "user_disabled");

  /** The path of an account, and of what belongs to it. */
  private static final Pattern ACCOUNT = Pattern.compile("users/([^/]+)(?:/(.*))?");

  /** What belongs to an account and lets whoever has it pass as the person. */
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "reset-password|credentials|disable-credential-types|execute-actions-email"
              + "|federated-identity");

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject LogTables log;
  @Inject AuditTrail trail;
  @Inject SigningRights rights;
  @Inject SuspendSigningRight suspend;
  @Inject Settings settings;

  /** An event that stands in the trail already. */
  public record Noted(String id, Instant at) {}

  /** The newest event of a log that stands in the trail; empty before the first. */
  public Optional<Instant> newest(Kind kind) {
    return Optional.ofNullable(
        entities
            .unwrap(org.hibernate.Session.class)
            .createNativeQuery(
                "select max(at) from identity_event where kind = :kind", Instant.class)
            .setParameter("kind", kind.name())
            .getSingleResult());
  }

  /** The events of a log noted since a time. */
  public List<Noted> notedSince(Kind kind, Instant from) {
    return entities
        .unwrap(org.hibernate.Session.class)
        .createNativeQuery(
            "select id, at from identity_event where kind = :kind and at >= :from",
            jakarta.persistence.Tuple.class)
        .addScalar("id", String.class)
        .addScalar("at", Instant.class)
        .setParameter("kind", kind.name())
        .setParameter("from", from)
        .getResultList()
        .stream()
        .map(row -> new Noted(row.get("id", String.class), row.get("at", Instant.class)))
        .toList();
  }

  /** Records those of the events that do not stand in the trail yet, in one transaction. */
  public void record(List<IdentityEvent> events) {
    for (IdentityEvent event : events) {
      if (!TRAFFIC.contains(event.type())) {
        long entry = trail.recordObservation(entry(event));
        entities
            .createNativeQuery(
                "insert into identity_event (id, kind, at, audit_entry_id) values (?, ?, ?, ?)")
            .setParameter(1, event.id())
            .setParameter(2, event.kind().name())
            .setParameter(3, event.at())
            .setParameter(4, entry)
            .executeUpdate();
        suspend(event, entry);
      }
    }
  }

  /** What the event means for a right to sign. */
  private void suspend(IdentityEvent event, long entry) {
    if (event.type().equals("LOGIN_ERROR")
        && event.details().getOrDefault("client", "").equals(settings.signClient())
        && REFUSED_AUTHENTICATIONS.contains(event.error())) {
      suspend.authenticationRefused(subjectOf(event), event.at(), entry);
    }
    credentialOwner(event)
        .filter(owner -> !owner.equals(event.subject()))
        .ifPresent(
            owner -> suspend.credentialSetByAnother(owner, whoSet(event.subject()), event.at()));
  }

  /** The name of whoever set it; an administrator of the provider itself never logs in here. */
  private String whoSet(String subject) {
    String name = nameOf(subject);
    return name.equals(subject) ? "administrator " + subject + " of the identity provider" : name;
  }

  private String subjectOf(IdentityEvent event) {
    return event.subject().isEmpty()
        ? rights.ofUsername(event.username()).map(SigningRight::subject).orElse(event.username())
        : event.subject();
  }

  /** Whose credential an administrator's act concerns; empty when it concerns none. */
  private static Optional<String> credentialOwner(IdentityEvent event) {
    if (event.kind() != Kind.ADMINISTRATION || !event.error().isEmpty()) {
      return Optional.empty();
    }
    Matcher path = ACCOUNT.matcher(event.details().getOrDefault("path", ""));
    if (!path.matches()) {
      return Optional.empty();
    }
    boolean ofTheAccountItself =
        path.group(2) == null
            && event.details().getOrDefault("new state", "").contains("\"credentials\":[{");
    boolean ofACredential = path.group(2) != null && CREDENTIAL.matcher(path.group(2)).lookingAt();
    return ofTheAccountItself || ofACredential ? Optional.of(path.group(1)) : Optional.empty();
  }

  private AuditEvent entry(IdentityEvent event) {
    boolean failed = !event.error().isEmpty() || event.type().endsWith("_ERROR");
    String name = event.username().isEmpty() ? nameOf(event.subject()) : event.username();
    Map<String, String> details = new TreeMap<>();
    event.details().forEach((key, value) -> details.put("identity." + key, value));
    details.put("identity.event", event.id());
    details.put("identity.type", event.type());
    details.put("identity.at", event.at().toString());
    details.put("identity.address", event.address());
    AuditEvent entry =
        new AuditEvent(
            eventName(event),
            who(event, failed, name),
            new RecordRef(
                event.kind() == Kind.PERSON ? "account" : "identity provider",
                event.kind() == Kind.PERSON
                    ? name
                    : event.details().getOrDefault("path", event.type()),
                1),
            sentence(event, name),
            null,
            failed,
            failed ? (event.error().isEmpty() ? event.type() : event.error()) : null,
            List.of(),
            details);
    return entry;
  }

  private static String eventName(IdentityEvent event) {
    return "IDENTITY_"
        + switch (event.type()) {
          case "LOGIN_ERROR" -> "LOGIN_FAILED";
          case "USER_DISABLED_BY_TEMPORARY_LOCKOUT", "USER_DISABLED_BY_PERMANENT_LOCKOUT" ->
              "LOCKED_OUT";
          default ->
              event.kind() == Kind.ADMINISTRATION
                  ? "ADMINISTRATED"
                  : event.type().replaceAll("[^A-Z0-9_]", "_");
        };
  }

  /** Whoever failed to prove who they are is not known to be that person. */
  private static Actor who(IdentityEvent event, boolean failed, String name) {
    boolean proven = !failed && !event.subject().isEmpty() && !eventName(event).endsWith("_OUT");
    return proven || event.type().equals("LOGOUT")
        ? new Person(event.subject(), name, name, "", Set.of())
        : new Machine("identity provider");
  }

  private static String sentence(IdentityEvent event, String name) {
    String from = event.address().isEmpty() ? "" : ", from " + event.address();
    String client = event.details().getOrDefault("client", "");
    return switch (event.type()) {
      case "LOGIN" -> "Proved to the identity provider to be " + name + ", for " + client + from;
      case "LOGOUT" -> name + " ended the session at the identity provider" + from;
      case "LOGIN_ERROR" ->
          "Login as " + (name.isEmpty() ? "nobody" : name) + " failed: " + event.error() + from;
      case "USER_DISABLED_BY_TEMPORARY_LOCKOUT" ->
          name + " is locked out for a while after failed logins" + from;
      case "USER_DISABLED_BY_PERMANENT_LOCKOUT" ->
          name + " is locked out after failed logins until an administrator unlocks" + from;
      default ->
          event.kind() == Kind.PERSON
              ? "Identity provider: " + event.type() + " of " + name + " for " + client + from
              : "Identity provider: "
                  + event.type()
                  + " "
                  + event.details().getOrDefault("path", "")
                  + " by "
                  + name
                  + from;
    };
  }

  /** The name under which the trail knows the person. */
  private String nameOf(String subject) {
    if (subject.isEmpty()) {
      return "";
    }
    log.makeSearchable();
    List<String> names =
        entities
            .unwrap(org.hibernate.Session.class)
            .createNativeQuery(
                "select person_name from audit_search where person_id = :subject order by id desc"
                    + " limit 1",
                String.class)
            .setParameter("subject", subject)
            .getResultList();
    return names.isEmpty() ? subject : names.get(0);
  }
}
