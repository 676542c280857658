package io.veritwin.records.signature;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import io.veritwin.records.right.Delegations;
import io.veritwin.records.right.EnrolPerson;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Begin signing, transaction 1 of the ceremony: freezes the record and stores a single-use ceremony
 * whose digest, over record, version, meaning, signer, choices and random, becomes the nonce of the
 * fresh authentication.
 */
@ApplicationScoped
public class BeginSigning {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject SignableActs acts;
  @Inject AuditTrail trail;
  @Inject ReasonsAgainstSigning reasonsAgainst;
  @Inject EnrolPerson enrolPerson;
  @Inject Delegations delegations;
  @Inject Clock clock;

  private final SecureRandom random = new SecureRandom();

  /**
   * Freezes the record as {@code request} asks; all reasons against it come back at once, and are
   * recorded.
   *
   * @throws IllegalArgumentException when there is no such act or record
   */
  @Transactional
  public Begun begin(SigningRequest request) {
    enrolPerson.enrol(request.signer());
    FrozenRecord frozen = acts.freeze(request);
    Instant now = clock.instant();
    List<Refusal> reasons = reasonsAgainst.against(request, frozen);
    if (!reasons.isEmpty()) {
      trail.recordRefusal(refusal(request, frozen, reasons));
      return new Begun.Refused(reasons);
    }
    SignedDocument.canonical(frozen.canonical());
    SigningCeremony ceremony =
        new SigningCeremony(
            request,
            frozen,
            delegations.signedFor(request),
            HexFormat.of().formatHex(randomBytes(16)),
            HexFormat.of().formatHex(randomBytes(32)),
            new CodeVerifier().getValue(),
            randomBytes(32),
            now);
    entities.persist(ceremony);
    trail.record(
        AuditEvent.of(
                "SIGNING_BEGUN",
                request.signer(),
                frozen.record(),
                "Began to sign "
                    + frozen.title()
                    + " with the meaning \""
                    + frozen.meaning().label()
                    + "\", code "
                    + ceremony.code()
                    + ".")
            .with(
                Map.of(
                    "ceremony.id", ceremony.id,
                    "ceremony.digest", ceremony.ceremonyDigest,
                    "record.digest", ceremony.recordDigest)));
    return new Begun.Ready(ceremony.id, ceremony.code(), frozen, ceremony.expiresAt);
  }

  /** The refusal as the trail keeps it: the first rule counts, all are listed. */
  static AuditEvent refusal(SigningRequest request, FrozenRecord frozen, List<Refusal> reasons) {
    return AuditEvent.refused(
            "SIGNING_REFUSED",
            request.signer(),
            frozen.record(),
            reasons.stream().map(Refusal::sentence).collect(Collectors.joining(" ")),
            reasons.get(0).rule())
        .with(
            Map.of(
                "act",
                request.act(),
                "rules",
                reasons.stream().map(Refusal::rule).collect(Collectors.joining(", "))));
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What came of it. */
  public sealed interface Begun {

    /**
     * The record is frozen; the person proves who they are next.
     *
     * @param ceremonyId names the ceremony in the application's own pages and in its cookie
     * @param code the eight characters, in two groups of four, that stand on the card, on the page
     *     and at the identity provider
     * @param record what will be signed
     * @param expires when the ceremony ends by itself
     */
    record Ready(String ceremonyId, String code, FrozenRecord record, Instant expires)
        implements Begun {}

    /** Nothing was stored but the refusal itself. */
    record Refused(List<Refusal> reasons) implements Begun {
      public Refused {
        reasons = List.copyOf(reasons);
      }
    }
  }
}
