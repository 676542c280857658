package io.veritwin.records.signature;

import io.veritwin.records.right.SigningRights;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Complete signing, transaction 2 of the ceremony: with the ceremony locked, every reason against
 * the signature is asked again and the record is compared with what was shown; then signature,
 * audit entry and act are stored together, or nothing of them.
 */
@ApplicationScoped
public class CompleteSigning {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject SigningCeremonies ceremonies;
  @Inject SignableActs acts;
  @Inject AuditTrail trail;
  @Inject ReasonsAgainstSigning reasonsAgainst;
  @Inject SigningRights rights;
  @Inject Clock clock;

  /** What transaction 2 decided. */
  sealed interface Completed {
    record Signed(ElectronicSignature signature) implements Completed {}

    record Refused(List<Refusal> reasons) implements Completed {}
  }

  @Transactional
  Completed complete(String ceremonyId, ProvenSignature proven) {
    SigningCeremony ceremony =
        entities.find(SigningCeremony.class, ceremonyId, LockModeType.PESSIMISTIC_WRITE);
    if (ceremony == null) {
      return new Completed.Refused(List.of(SigningRule.NO_CEREMONY));
    }
    if (!ceremony.isOpen()) {
      Refusal usedBefore = SigningRule.SIG_01.refusal();
      ceremonies.refuse(ceremonyId, usedBefore);
      return new Completed.Refused(List.of(usedBefore));
    }
    SigningRequest request = ceremony.request();
    SignableAct act = acts.named(ceremony.act);
    rights.held(request.signer().subject());
    FrozenRecord now = acts.freeze(request);
    List<Refusal> reasons = reasonsAgainst.against(request, now);
    if (!isAsShown(ceremony, now)) {
      reasons.add(SigningRule.SIG_09.refusal(now.title()));
    }
    if (ceremony.isAheadOf(clock.instant())) {
      reasons.add(SignRecord.clockSetBack(ceremony, clock.instant()));
    }
    if (!reasons.isEmpty()) {
      ceremony.refuse(reasons.get(0), clock.instant());
      trail.recordRefusal(BeginSigning.refusal(request, now, reasons));
      return new Completed.Refused(reasons);
    }
    ElectronicSignature signature = store(ceremony, act, now, proven);
    act.carryOut(request, signature);
    return new Completed.Signed(signature);
  }

  /** The bytes, the version and the meaning are those the person read and signed. */
  private static boolean isAsShown(SigningCeremony ceremony, FrozenRecord now) {
    return Arrays.equals(now.canonical(), ceremony.canonical)
        && now.record().equals(ceremony.record())
        && now.meaning() == ceremony.meaning;
  }

  private ElectronicSignature store(
      SigningCeremony ceremony, SignableAct act, FrozenRecord frozen, ProvenSignature proven) {
    keep(proven.authentication(), ceremony.begunAt);
    String number =
        "S-"
            + entities
                .createNativeQuery("select nextval('electronic_signature_number_seq')", Long.class)
                .getSingleResult();
    long entry = trail.record(signedEvent(ceremony, act, frozen, proven, number));
    StoredSignature signature = new StoredSignature(ceremony, proven, number, entry);
    entities.persist(signature);
    ceremony.signed(clock.instant());
    entities.flush();
    return signature.asSigned();
  }

  private AuditEvent signedEvent(
      SigningCeremony ceremony,
      SignableAct act,
      FrozenRecord frozen,
      ProvenSignature proven,
      String number) {
    SigningRequest request = ceremony.request();
    Map<String, String> details = new TreeMap<>(act.signedDetails(request));
    details.put("signature.number", number);
    details.put("signature.meaning", ceremony.meaning.label());
    details.put("signature.code", ceremony.code());
    if (!ceremony.signedFor.isEmpty()) {
      details.put("signature.signed-for", ceremony.signedFor);
    }
    details.put("signature.record-digest", ceremony.recordDigest);
    details.put("signature.ceremony-digest", ceremony.ceremonyDigest);
    details.put("signature.document-digest", Digests.hex(proven.document()));
    details.put("signature.cms-digest", Digests.hex(proven.cms()));
    details.put("signature.id-token-digest", proven.authentication().idTokenDigest());
    details.put("signature.key-set-digest", proven.authentication().keySetDigest());
    String remark = StoredSignature.remark(request);
    return AuditEvent.of(
            act.signedEvent(request),
            request.signer(),
            ceremony.record(),
            "Signed "
                + frozen.title()
                + ": "
                + ceremony.meaning.label()
                + (ceremony.signedFor.isEmpty() ? "" : ", for " + ceremony.signedFor)
                + ".")
        .because(remark.isEmpty() ? null : remark)
        .with(details);
  }

  /** The identity provider's keys of that day are kept once. */
  private void keep(FreshIdentity identity, Instant seen) {
    entities
        .createNativeQuery(
            "insert into identity_key_set (digest, jwks, seen_at) values (?1, ?2, ?3)"
                + " on conflict (digest) do nothing")
        .setParameter(1, identity.keySetDigest())
        .setParameter(2, identity.keySet())
        .setParameter(3, seen)
        .executeUpdate();
  }
}
