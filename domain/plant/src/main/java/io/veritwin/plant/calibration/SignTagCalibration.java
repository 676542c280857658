package io.veritwin.plant.calibration;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sign a tag calibration (URS-250): QA or an engineer who did not propose it approves the scale; it
 * is effective at once and supersedes the tag's earlier one.
 */
@ApplicationScoped
public class SignTagCalibration implements SignableAct {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject TagCalibrations calibrations;
  @Inject AuditTrail trail;

  @Override
  public String name() {
    return "sign-tag-calibration";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.ENGINEER, Role.QA);
  }

  private TagCalibration calibration(SigningRequest request, LockModeType lock) {
    TagCalibration found = entities.find(TagCalibration.class, request.recordId(), lock);
    if (found == null) {
      throw new IllegalArgumentException("there is no tag calibration " + request.recordId());
    }
    return found;
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    TagCalibration calibration = calibration(request, LockModeType.NONE);
    String notSigned = "Not signed. " + calibration.number() + " is as it was. ";
    List<Refusal> reasons = new ArrayList<>();
    if (calibration.state() != CalibrationState.PROPOSED) {
      reasons.add(
          new Refusal(
              "TAG-11",
              notSigned
                  + "It is "
                  + calibration.state().inWords()
                  + "; only a proposal is signed."));
    }
    if (!request.signer().is(Role.QA) && !request.signer().is(Role.ENGINEER)) {
      reasons.add(
          new Refusal(
              "TAG-12",
              notSigned
                  + "QA or a process engineer signs a scale; you act as "
                  + request.signer().roleInWords()
                  + "."));
    }
    if (calibration.proposedBy().equals(request.signer().subject())) {
      reasons.add(new Refusal("TAG-13", notSigned + "You proposed it; a second person signs it."));
    }
    return reasons;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    TagCalibration calibration = calibration(request, LockModeType.NONE);
    return new FrozenRecord(
        calibration.recordRef(),
        "Tag calibration " + calibration.number(),
        calibration.unit() + ", " + calibration.tag(),
        List.of(
            Row.of("Unit", calibration.unit()),
            Row.of("Tag", calibration.tag()),
            new Row("Engineering value", calibration.formula(), true),
            Row.of("Evidence", calibration.evidence()),
            Row.of("Proposed by", calibration.proposedByName()),
            Row.of("Proposed at", calibration.proposedAt().toString())),
        Meaning.APPROVED,
        "I have read the evidence and approve this scale of " + calibration.tag() + ".",
        "The scale is effective at once; raw readings stay as received.",
        null,
        CanonicalRecord.of("tag-calibration", canonical(calibration)).bytes());
  }

  private static JsonObject canonical(TagCalibration calibration) {
    return JsonObject.builder()
        .put("number", calibration.number())
        .put("version", calibration.recordRef().version())
        .put("unit", calibration.unit())
        .put("tag", calibration.tag())
        .put("gain", calibration.gain())
        .put("offset", calibration.offset())
        .put("ucum", calibration.ucum())
        .put("evidence", calibration.evidence())
        .put("proposedBy", calibration.proposedBy())
        .put("proposedAt", calibration.proposedAt())
        .build();
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    TagCalibration signed = calibration(request, LockModeType.PESSIMISTIC_WRITE);
    calibrations
        .effective(signed.unit(), signed.tag())
        .ifPresent(earlier -> supersede(earlier, signed, signature));
    signed.makeEffective(signature.number(), signature.signedAt());
  }

  private void supersede(
      TagCalibration earlier, TagCalibration signed, ElectronicSignature signature) {
    earlier.supersede();
    trail.record(
        AuditEvent.of(
            "TAG_CALIBRATION_SUPERSEDED",
            signature.signer(),
            earlier.recordRef(),
            "Calibration " + earlier.number() + " is superseded by " + signed.number() + "."));
    // The database allows one effective scale of a tag at any moment.
    entities.flush();
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "calibrations/" + request.recordId();
  }

  @Override
  public String signedEvent() {
    return "TAG_CALIBRATION_SIGNED";
  }
}
