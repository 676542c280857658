package io.veritwin.records.right;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * For whom somebody signs. A request names its delegation in the choice {@code delegation}; without
 * one, the signer signs for themselves.
 */
@ApplicationScoped
@Transactional
public class Delegations {

  /** The choice of a signing request that names the delegation. */
  public static final String CHOICE = "delegation";

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject SigningRights rights;
  @Inject Clock clock;

  /** Every delegation that concerns the person, newest first. */
  public List<Delegation> about(String subject) {
    return entities
        .createQuery(
            "select d from Delegation d where d.absentSubject = :subject or d.delegateSubject ="
                + " :subject order by d.madeAt desc",
            Delegation.class)
        .setParameter("subject", subject)
        .getResultList();
  }

  /** What the person may sign by now. */
  public List<Delegation> heldBy(String subject) {
    Instant now = clock.instant();
    return about(subject).stream()
        .filter(d -> d.delegateSubject().equals(subject) && d.holds(now))
        .toList();
  }

  /** For whom the request signs, as it stands beside the signature; empty for the signer alone. */
  public String signedFor(SigningRequest request) {
    return named(request).map(Delegation::inWords).orElse("");
  }

  /**
   * What stands against signing for the other person: the delegation does not hold or is about
   * something else, or the other person could not sign this themselves, for example as its author.
   */
  public List<Refusal> reasonsAgainst(
      SignableAct act, SigningRequest request, List<Refusal> actsOwn) {
    String number = request.choice(CHOICE);
    if (number.isEmpty()) {
      return List.of();
    }
    Optional<Delegation> found =
        named(request).filter(d -> d.delegateSubject().equals(request.signer().subject()));
    if (found.isEmpty()) {
      return List.of(RightRule.SIG_42.refusal(number, request.signer().printedName()));
    }
    Delegation delegation = found.get();
    List<Refusal> reasons = new ArrayList<>();
    if (!delegation.holds(clock.instant())) {
      reasons.add(RightRule.SIG_41.refusal(number, DelegateSigning.ended(delegation)));
    }
    Set<Role> functions = act.functions(request);
    if (!functions.contains(delegation.function())) {
      reasons.add(RightRule.SIG_43.refusal(number, delegation.function().inWords()));
    }
    SigningRight absent = rights.of(delegation.absentSubject()).orElseThrow();
    reasons.addAll(againstAbsent(act, request, actsOwn, absent));
    return reasons;
  }

  /** A delegation gives no more than the other person has: not to a locked one, nor an author. */
  private List<Refusal> againstAbsent(
      SignableAct act, SigningRequest request, List<Refusal> actsOwn, SigningRight absent) {
    List<Refusal> reasons = new ArrayList<>();
    if (absent.state() != SigningRightState.ACTIVE) {
      reasons.add(RightRule.SIG_44.refusal(absent.printedName(), absent.state().inWords()));
    }
    Person other = absent.person();
    List<String> own = actsOwn.stream().map(Refusal::rule).toList();
    act
        .reasonsAgainst(
            new SigningRequest(request.act(), request.recordId(), other, request.choices()))
        .stream()
        .filter(reason -> !own.contains(reason.rule()))
        .forEach(
            reason -> reasons.add(RightRule.SIG_45.refusal(absent.printedName(), reason.rule())));
    return reasons;
  }

  private Optional<Delegation> named(SigningRequest request) {
    String number = request.choice(CHOICE);
    return number.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(entities.find(Delegation.class, number));
  }
}
