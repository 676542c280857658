package io.veritwin.records.right;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds which right to sign, and what stands against a person's signature as such (21 CFR
 * 11.10(g), 11.300(b)).
 */
@ApplicationScoped
@Transactional
public class SigningRights {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Clock clock;

  public Optional<SigningRight> of(String subject) {
    return Optional.ofNullable(entities.find(SigningRight.class, subject));
  }

  /** The right by the name typed at login. */
  public Optional<SigningRight> ofUsername(String username) {
    return entities
        .createQuery("select r from SigningRight r where r.username = :name", SigningRight.class)
        .setParameter("name", username)
        .getResultStream()
        .findFirst();
  }

  /** The same, held until the transaction ends: nobody locks it between question and signature. */
  public Optional<SigningRight> held(String subject) {
    return Optional.ofNullable(
        entities.find(SigningRight.class, subject, LockModeType.PESSIMISTIC_WRITE));
  }

  /** Every person who ever logged in, by printed name. */
  public List<SigningRight> all() {
    return entities
        .createQuery(
            "select r from SigningRight r order by r.printedName, r.username", SigningRight.class)
        .getResultList();
  }

  /** Rights that refused authentications have locked, by printed name. */
  public List<SigningRight> locked() {
    return all().stream().filter(r -> r.state() == SigningRightState.LOCKED).toList();
  }

  /** The person's training, what is valid longest first. */
  public List<Training> trainings(String subject) {
    return entities
        .createQuery(
            "select t from Training t where t.subject = :subject order by t.validUntil desc,"
                + " t.number desc",
            Training.class)
        .setParameter("subject", subject)
        .getResultList();
  }

  /** Who took a training back, and why; empty while nobody has. */
  public Optional<TrainingWithdrawal> withdrawalOf(String training) {
    return Optional.ofNullable(entities.find(TrainingWithdrawal.class, training));
  }

  /** The accountability statement in force. */
  public AccountabilityStatement statement() {
    return entities
        .createQuery(
            "select s from AccountabilityStatement s order by s.version desc",
            AccountabilityStatement.class)
        .setMaxResults(1)
        .getSingleResult();
  }

  /** When each person signed last, by subject; nobody who never signed is in it. */
  public Map<String, Instant> lastSigned() {
    Map<String, Instant> last = new HashMap<>();
    entities
        .createQuery(
            "select s.signerSubject, max(s.signedAt) from StoredSignature s group by"
                + " s.signerSubject",
            Tuple.class)
        .getResultList()
        .forEach(row -> last.put(row.get(0, String.class), row.get(1, Instant.class)));
    return last;
  }

  /** What stands against signing the accountability statement: the identity check alone. */
  public List<Refusal> reasonsAgainstStatement(Person signer) {
    return identity(signer);
  }

  /**
   * Everything that stands against a signature of this person now, whatever the record says; empty
   * when the person may sign.
   *
   * @param functions the functions any of which entitles to the act; that the signer acts in one of
   *     them is the act's own question
   */
  public List<Refusal> reasonsAgainst(Person signer, Set<Role> functions) {
    List<Refusal> reasons = new ArrayList<>();
    if (signer.is(Role.ADMINISTRATOR)) {
      reasons.add(RightRule.SIG_22.refusal(signer.printedName()));
    }
    reasons.addAll(identity(signer));
    training(signer, functions).ifPresent(reasons::add);
    int inForce = statement().version();
    Integer signed = of(signer.subject()).map(SigningRight::statementVersion).orElse(null);
    if (signed == null || signed < inForce) {
      reasons.add(
          RightRule.SIG_19.refusal(
              inForce, signer.printedName(), signed == null ? "none yet" : "version " + signed));
    }
    return reasons;
  }

  private List<Refusal> identity(Person signer) {
    Optional<SigningRight> found = of(signer.subject());
    if (found.isEmpty()) {
      return List.of(RightRule.SIG_17.refusal(signer.printedName()));
    }
    SigningRight right = found.get();
    RightRule against =
        switch (right.state()) {
          case ACTIVE -> null;
          case UNCHECKED -> RightRule.SIG_17;
          case LOCKED -> RightRule.SIG_20;
          case TO_BE_RECHECKED -> RightRule.SIG_21;
        };
    return against == null
        ? List.of()
        : List.of(
            against.refusal(
                signer.printedName(),
                right.since().truncatedTo(ChronoUnit.SECONDS),
                right.reason()));
  }

  private Optional<Refusal> training(Person signer, Set<Role> functions) {
    List<Role> asked =
        functions.stream()
            .filter(signer::is)
            .filter(SigningRight.SIGNING_FUNCTIONS::contains)
            .sorted(Comparator.naturalOrder())
            .toList();
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    List<Training> ofThese =
        trainings(signer.subject()).stream().filter(t -> asked.contains(t.function())).toList();
    if (ofThese.stream()
        .anyMatch(t -> now.isBefore(t.validUntil()) && withdrawalOf(t.number()).isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        RightRule.SIG_18.refusal(
            signer.printedName(),
            asked.get(0).inWords(),
            ofThese.isEmpty() ? "none is on record" : ended(ofThese.get(0))));
  }

  private String ended(Training training) {
    return training.number()
        + withdrawalOf(training.number())
            .map(
                w ->
                    " was withdrawn at "
                        + w.withdrawnAt().truncatedTo(ChronoUnit.SECONDS)
                        + ": "
                        + w.reason().replaceAll("\\.$", ""))
            .orElse(" ended at " + training.validUntil());
  }
}
