package io.veritwin.records.signature;

import io.veritwin.records.right.SuspendSigningRight;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds ceremonies, and ends one that failed before transaction 2, in short transactions. */
@ApplicationScoped
@Transactional
public class SigningCeremonies {

  /** Refusals that say somebody else, or something made up, tried to sign in this name. */
  private static final Set<String> REFUSED_AUTHENTICATIONS =
      Set.of("SIG-03", "SIG-04", "SIG-05", "SIG-06", "SIG-07", "SIG-15");

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject SuspendSigningRight suspend;
  @Inject Clock clock;

  Optional<SigningCeremony> find(String id) {
    return Optional.ofNullable(entities.find(SigningCeremony.class, id));
  }

  Optional<SigningCeremony> findByState(String oidcState) {
    return entities
        .createQuery(
            "select c from SigningCeremony c where c.oidcState = :state", SigningCeremony.class)
        .setParameter("state", oidcState)
        .getResultStream()
        .findFirst();
  }

  Optional<StoredSignature> signatureOf(String ceremonyId) {
    return entities
        .createQuery(
            "select s from StoredSignature s where s.ceremonyId = :id", StoredSignature.class)
        .setParameter("id", ceremonyId)
        .getResultStream()
        .findFirst();
  }

  /** Ends the ceremony, if it is still open, and records the attempt. */
  void refuse(String id, Refusal reason) {
    SigningCeremony ceremony =
        entities.find(SigningCeremony.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (ceremony.isOpen()) {
      ceremony.refuse(reason, clock.instant());
    }
    long entry =
        trail.recordRefusal(
            AuditEvent.refused(
                    "SIGNING_REFUSED",
                    ceremony.signer(),
                    ceremony.record(),
                    reason.sentence(),
                    reason.rule())
                .with(Map.of("act", ceremony.act, "ceremony.id", id, "rules", reason.rule())));
    if (REFUSED_AUTHENTICATIONS.contains(reason.rule())) {
      suspend.authenticationRefused(ceremony.signerSubject, clock.instant(), entry);
    }
  }
}
