package io.veritwin.records.signature;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.JsonValue.JsonString;
import io.veritwin.ledger.canonical.StrictJsonParser;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.trail.Digests;
import io.veritwin.records.trail.RecordRef;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.annotations.DynamicUpdate;

/**
 * One attempt of one person to sign one version of one record with one meaning.
 *
 * <p>Life: OPEN when the record is frozen, for ten minutes; then SIGNED, together with the
 * signature itself, or REFUSED. Each end is final: a ceremony is used once. What is to be signed is
 * written at its beginning and never changed.
 */
@Entity
@Table(name = "signing_ceremony")
@DynamicUpdate
public class SigningCeremony {

  /** How long a person may take. */
  static final Duration OPEN_FOR = Duration.ofMinutes(10);

  /** How a ceremony stands. */
  enum State {
    OPEN,
    SIGNED,
    REFUSED
  }

  @Id String id;

  @Column(name = "oidc_state")
  String oidcState;

  String act;

  @Column(name = "record_type")
  String recordType;

  @Column(name = "record_id")
  String recordId;

  @Column(name = "record_version")
  int recordVersion;

  byte[] canonical;

  @Column(name = "record_digest")
  String recordDigest;

  byte[] statement;

  @Column(name = "ceremony_digest")
  String ceremonyDigest;

  @Enumerated(EnumType.STRING)
  Meaning meaning;

  @Column(name = "signer_subject")
  String signerSubject;

  @Column(name = "signer_username")
  String signerUsername;

  @Column(name = "signer_name")
  String signerName;

  @Column(name = "signer_number")
  String signerNumber;

  @Column(name = "signer_roles")
  String signerRoles;

  String choices;

  String shown;

  @Column(name = "signed_for")
  String signedFor;

  @Column(name = "code_verifier")
  String codeVerifier;

  @Column(name = "begun_at")
  Instant begunAt;

  @Column(name = "expires_at")
  Instant expiresAt;

  @Enumerated(EnumType.STRING)
  State state;

  @Column(name = "concluded_at")
  Instant concludedAt;

  @Column(name = "refusal_rule")
  String refusalRule;

  @Column(name = "refusal_sentence")
  String refusalSentence;

  protected SigningCeremony() {}

  /**
   * Freezes what will be signed.
   *
   * @param signedFor the person for whom, and by which delegation; empty for the signer alone
   * @param random at least 256 bits that nobody can guess, so that no digest can be prepared
   */
  SigningCeremony(
      SigningRequest request,
      FrozenRecord frozen,
      String signedFor,
      String id,
      String oidcState,
      String codeVerifier,
      byte[] random,
      Instant now) {
    this.id = id;
    this.oidcState = oidcState;
    this.codeVerifier = codeVerifier;
    this.act = request.act();
    this.recordType = frozen.record().type();
    this.recordId = frozen.record().id();
    this.recordVersion = frozen.record().version();
    this.canonical = frozen.canonical();
    this.recordDigest = Digests.hex(canonical);
    this.meaning = frozen.meaning();
    this.signerSubject = request.signer().subject();
    this.signerUsername = request.signer().username();
    this.signerName = request.signer().printedName();
    this.signerNumber = request.signer().personNumber();
    this.signerRoles =
        request.signer().roles().stream().sorted().map(Role::name).collect(Collectors.joining(","));
    JsonObject chosen = JsonObject.of(request.choices());
    this.choices = new String(chosen.canonicalBytes(), StandardCharsets.UTF_8);
    this.signedFor = signedFor;
    this.shown = ShownRecord.write(frozen);
    JsonObject.Builder stated = JsonObject.builder();
    if (!signedFor.isEmpty()) {
      stated.put("signedFor", signedFor);
    }
    this.statement =
        CanonicalRecord.of(
                "signing-statement",
                stated
                    .put("act", act)
                    .put("ceremony", id)
                    .put("choices", chosen)
                    .put("meaning", meaning.label())
                    .put("meaningSentence", frozen.meaningSentence())
                    .put("random", HexFormat.of().formatHex(random))
                    .put(
                        "record",
                        JsonObject.builder()
                            .put("type", recordType)
                            .put("id", recordId)
                            .put("version", recordVersion)
                            .build())
                    .put("recordDigest", recordDigest)
                    .put("signer", signerSubject)
                    .build())
            .bytes();
    this.ceremonyDigest = Digests.hex(statement);
    this.begunAt = now.truncatedTo(ChronoUnit.MICROS);
    this.expiresAt = begunAt.plus(OPEN_FOR);
    if (frozen.expires() != null && frozen.expires().isBefore(expiresAt)) {
      this.expiresAt = frozen.expires().truncatedTo(ChronoUnit.MICROS);
    }
    this.state = State.OPEN;
  }

  RecordRef record() {
    return new RecordRef(recordType, recordId, recordVersion);
  }

  Person signer() {
    return new Person(
        signerSubject,
        signerUsername,
        signerName,
        signerNumber,
        Arrays.stream(signerRoles.split(","))
            .filter(role -> !role.isEmpty())
            .map(Role::valueOf)
            .collect(Collectors.toSet()));
  }

  SigningRequest request() {
    Map<String, String> chosen = new LinkedHashMap<>();
    if (StrictJsonParser.parse(choices.getBytes(StandardCharsets.UTF_8)).orThrow()
        instanceof JsonObject object) {
      object.members().forEach((name, value) -> chosen.put(name, ((JsonString) value).value()));
    }
    return new SigningRequest(act, recordId, signer(), chosen);
  }

  /** The nonce of the authentication: base64url of the ceremony's digest. */
  String nonce() {
    return nonce(ceremonyDigest);
  }

  static String nonce(String ceremonyDigest) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(HexFormat.of().parseHex(ceremonyDigest));
  }

  /**
   * The eight characters that stand on the card, on the page and at the identity provider: the
   * first four bytes of the nonce, in two groups of four hexadecimal digits.
   */
  String code() {
    return ceremonyDigest.substring(0, 4) + " " + ceremonyDigest.substring(4, 8);
  }

  /** True when {@code now} is before the beginning: the clock was set back since. */
  boolean isAheadOf(Instant now) {
    return now.isBefore(begunAt);
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  void signed(Instant now) {
    conclude(State.SIGNED, now);
  }

  void refuse(Refusal refusal, Instant now) {
    conclude(State.REFUSED, now);
    this.refusalRule = refusal.rule();
    this.refusalSentence = refusal.sentence();
  }

  private void conclude(State end, Instant now) {
    if (state != State.OPEN) {
      throw new IllegalArgumentException("signing ceremony " + id + " has ended: " + state);
    }
    this.state = end;
    this.concludedAt = now.truncatedTo(ChronoUnit.MICROS);
  }
}
