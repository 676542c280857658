package io.veritwin.records.inspection;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The accesses of inspectors, and whether one lets a person in now. */
@ApplicationScoped
@Transactional
public class InspectorAccesses {

  private static final Set<Role> OF_THE_SITE =
      EnumSet.of(Role.ENGINEER, Role.QA, Role.OPERATOR, Role.ADMINISTRATOR);

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Clock clock;

  /** How a person stands. */
  public sealed interface Standing {

    /** The person is of the site and needs no access. */
    record OfTheSite() implements Standing {}

    /** The person reads by this access. */
    record InForce(InspectorAccess access) implements Standing {}

    /** The person reads nothing, and why. */
    record Closed(Refusal reason) implements Standing {}
  }

  /**
   * How the person stands now. Whoever has the role inspector reads by an access, whatever other
   * roles; so does an account without any role.
   */
  public Standing of(Person person) {
    if (!person.is(Role.INSPECTOR) && person.roles().stream().anyMatch(OF_THE_SITE::contains)) {
      return new Standing.OfTheSite();
    }
    Instant now = clock.instant();
    List<InspectorAccess> all = of(person.subject());
    Optional<InspectorAccess> inForce = all.stream().filter(a -> a.isInForce(now)).findFirst();
    if (inForce.isPresent()) {
      return new Standing.InForce(inForce.get());
    }
    return new Standing.Closed(
        all.stream()
            .filter(a -> a.isOpen(now))
            .min(Comparator.comparing(InspectorAccess::beginsAt))
            .map(next -> InspectionRule.INS_21.refusal(next.number(), next.beginsAt()))
            .or(
                () ->
                    all.stream()
                        .max(Comparator.comparing(InspectorAccess::until))
                        .map(
                            last ->
                                InspectionRule.INS_22.refusal(
                                    last.number(), last.until().truncatedTo(ChronoUnit.SECONDS))))
            .orElseGet(InspectionRule.INS_20::refusal));
  }

  /** The accesses of one person, newest first. */
  public List<InspectorAccess> of(String subject) {
    return entities
        .createQuery(
            "select a from InspectorAccess a where a.subject = :subject order by a.openedAt desc",
            InspectorAccess.class)
        .setParameter("subject", subject)
        .getResultList();
  }

  /** Every access, newest first. */
  public List<InspectorAccess> all() {
    return entities
        .createQuery(
            "select a from InspectorAccess a order by a.openedAt desc", InspectorAccess.class)
        .getResultList();
  }

  public Optional<InspectorAccess> find(String number) {
    return Optional.ofNullable(entities.find(InspectorAccess.class, number));
  }

  Optional<InspectorAccess> held(String number) {
    return Optional.ofNullable(
        entities.find(InspectorAccess.class, number, LockModeType.PESSIMISTIC_WRITE));
  }

  void keep(InspectorAccess access) {
    entities.persist(access);
  }

  String nextNumber() {
    return "IA-"
        + entities
            .createNativeQuery("select nextval('inspector_access_number')", Long.class)
            .getSingleResult();
  }
}
