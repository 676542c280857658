package io.veritwin.plant.calibration;

import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Tag;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Propose a tag calibration (URS-250): an engineer states gain, offset and unit of a tag, and what
 * they rest on. Nothing is scaled by it before a second person has signed it.
 */
@ApplicationScoped
public class ProposeTagCalibration {

  private static final int EVIDENCE_LEAST = 20;

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject PlantRegister register;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /** How a proposal ended. */
  public sealed interface Proposed {

    /** It waits for a second person's signature. */
    record Waiting(TagCalibration calibration) implements Proposed {}

    /** It was not taken. */
    record Refused(Refusal reason) implements Proposed {}
  }

  /**
   * What is proposed: engineering value = gain x raw value + offset.
   *
   * @param ucum UCUM unit of the engineering value
   * @param evidence what the scale rests on: a weighing, a certificate, a calculation with its data
   */
  public record Scale(double gain, double offset, String ucum, String evidence) {}

  /**
   * Stores the proposal.
   *
   * @throws IllegalArgumentException when the unit has no such tag
   */
  @Transactional
  public Proposed propose(Person proposer, String unit, String tagName, Scale scale) {
    Tag tag =
        register
            .tag(unit, tagName)
            .orElseThrow(
                () -> new IllegalArgumentException("unit " + unit + " has no tag " + tagName));
    Optional<Refusal> reason = reasonAgainst(proposer, tag, scale);
    if (reason.isPresent()) {
      trail.recordRefusal(
          AuditEvent.refused(
              "TAG_CALIBRATION_PROPOSED",
              proposer,
              new RecordRef("tag", tag.unit() + "/" + tag.name(), 1),
              reason.get().sentence(),
              reason.get().rule()));
      return new Proposed.Refused(reason.get());
    }
    TagCalibration calibration =
        new TagCalibration(
            nextNumber(),
            unit,
            tagName,
            scale.gain(),
            scale.offset(),
            scale.ucum(),
            scale.evidence().strip(),
            proposer,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    entities.persist(calibration);
    trail.record(
        AuditEvent.of(
            "TAG_CALIBRATION_PROPOSED",
            proposer,
            calibration.recordRef(),
            "Proposed calibration "
                + calibration.number()
                + " of "
                + tag.name()
                + ", "
                + unit
                + ": "
                + calibration.formula()
                + "."));
    return new Proposed.Waiting(calibration);
  }

  private static Optional<Refusal> reasonAgainst(Person proposer, Tag tag, Scale scale) {
    String notProposed = "Not proposed. " + tag.name() + " of " + tag.unit() + " is as it was. ";
    if (!proposer.is(Role.ENGINEER)) {
      return Optional.of(
          new Refusal(
              "TAG-01",
              notProposed
                  + "A tag's scale is proposed by a process engineer; you act as "
                  + proposer.roleInWords()
                  + "."));
    }
    if (!Double.isFinite(scale.gain()) || scale.gain() == 0 || !Double.isFinite(scale.offset())) {
      return Optional.of(
          new Refusal(
              "TAG-02",
              notProposed
                  + "Gain "
                  + scale.gain()
                  + " and offset "
                  + scale.offset()
                  + " make no scale: both are numbers and the gain is not 0."));
    }
    if (scale.ucum().isBlank() || scale.evidence().strip().length() < EVIDENCE_LEAST) {
      return Optional.of(
          new Refusal(
              "TAG-03",
              notProposed
                  + "Unit and evidence are needed: say in at least "
                  + EVIDENCE_LEAST
                  + " characters what the scale rests on."));
    }
    return Optional.empty();
  }

  private String nextNumber() {
    Object next =
        entities
            .createNativeQuery("select nextval('tag_calibration_number')", Long.class)
            .getSingleResult();
    return "TC-" + next;
  }
}
