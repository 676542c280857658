package io.veritwin.lifecycle.assignment;

import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.lifecycle.RecordNumbers;
import io.veritwin.lifecycle.change.SignatureStamp;
import io.veritwin.lifecycle.model.IntendedUse;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersionState;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.records.identity.Person;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Assign a model version to a unit, product and intended use, by a second QA person (URS-324).
 * Record id: the version's name, "CHO-FB 1.0"; choices {@code unit}, {@code product} and {@code
 * use}.
 */
@ApplicationScoped
public class AssignModelVersion implements SignableAct {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject ModelVersions versions;
  @Inject EffectiveModels effectiveModels;

  @Override
  public String name() {
    return "assign-model-version";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.QA);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    ModelVersion version = version(request);
    Person signer = request.signer();
    IntendedUse use = version.intendedUse();
    String notDone = version.name() + " is not assigned: ";
    List<Refusal> against = new ArrayList<>();
    if (!signer.is(Role.QA)) {
      against.add(
          new Refusal(
              "LIF-13", notDone + "only QA assigns, and you act as " + signer.roleInWords() + "."));
    }
    if (version.state() != ModelVersionState.EFFECTIVE) {
      against.add(
          new Refusal(
              "LIF-19",
              notDone
                  + "it is "
                  + version.state().inWords()
                  + ", and only an effective version"
                  + " is assigned."));
    }
    if (signer.subject().equals(version.approverSubject())) {
      against.add(
          new Refusal(
              "LIF-18",
              notDone + "you approved it, and a second person assigns it. Ask another QA person."));
    }
    if (signer.subject().equals(version.authorSubject())) {
      against.add(
          new Refusal(
              "LIF-14",
              notDone
                  + "you registered it, and nobody decides on work of their own. Another QA person"
                  + " can."));
    }
    if (request.choice("unit").isBlank()) {
      against.add(new Refusal("LIF-22", notDone + "no unit is chosen. Choose one."));
    }
    if (!use.product().equals(request.choice("product"))) {
      against.add(
          new Refusal(
              "LIF-22",
              notDone
                  + "it is approved for "
                  + use.product()
                  + ", not for "
                  + named(request.choice("product"))
                  + "."));
    }
    if (!use.use().equals(request.choice("use"))) {
      against.add(
          new Refusal(
              "LIF-22",
              notDone
                  + "it is approved for \""
                  + use.use()
                  + "\", not for \""
                  + request.choice("use")
                  + "\"."));
    }
    effectiveModels
        .mismatch(version)
        .ifPresent(words -> against.add(new Refusal("LIF-20", notDone + words)));
    return against;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    ModelVersion version = version(request);
    IntendedUse use = version.intendedUse();
    String unit = request.choice("unit");
    List<Row> rows =
        List.of(
            new Row("Assign", version.name() + " to " + unit, true),
            Row.of("Product", request.choice("product")),
            Row.of("Intended use", request.choice("use")),
            Row.of("Context of use", use.context()),
            Row.of("Approved for units of class", use.unitClass()),
            Row.of("Claimed as credible", version.credibleInWords()),
            Row.of("Approved by", named(version.approverName())),
            Row.of("Approved digest", version.digest()),
            Row.of("Running digest", "equal"),
            Row.of("Data", version.synthetic() ? "partly synthetic" : "measured"),
            Row.of("Now assigned", holding(request).map(Assignment::modelVersion).orElse("none")));
    byte[] canonical =
        JsonObject.builder()
            .put("modelVersion", version.name())
            .put("modelDigest", version.digest())
            .put("unit", unit)
            .put("product", request.choice("product"))
            .put("use", request.choice("use"))
            .put("replaces", holding(request).map(Assignment::number).orElse(null))
            .build()
            .canonicalBytes();
    return new FrozenRecord(
        version.recordRef(),
        "Model version " + version.name(),
        "Assignment to " + unit + ", " + request.choice("product"),
        rows,
        Meaning.ASSIGNED,
        "I assign "
            + version.name()
            + " to "
            + unit
            + " for \""
            + request.choice("use")
            + "\" with "
            + request.choice("product")
            + "; "
            + unit
            + " is of the class it is approved for.",
        "From now on it computes for "
            + unit
            + ", as long as the running code is the approved one.",
        null,
        canonical);
  }

  @Override
  public String signedEvent() {
    return "ASSIGNMENT_SIGNED";
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    ModelVersion version =
        entities.find(ModelVersion.class, request.recordId(), LockModeType.PESSIMISTIC_WRITE);
    if (version.state() != ModelVersionState.EFFECTIVE) {
      throw new IllegalStateException(version.name() + " is " + version.state().inWords());
    }
    holding(request)
        .ifPresent(
            old -> {
              old.endedAt = signature.signedAt();
              trail.record(
                  AuditEvent.of(
                      "ASSIGNMENT_ENDED",
                      signature.signer(),
                      old.recordRef(),
                      old.number() + " ended: " + version.name() + " takes its place."));
            });
    // The ended one leaves its place before the new one takes it (one open assignment per use).
    entities.flush();
    Assignment assignment = new Assignment();
    assignment.number = RecordNumbers.next(entities, "assignment_number_seq", "AS");
    assignment.modelVersion = version.name();
    assignment.modelDigest = version.digest();
    assignment.unit = request.choice("unit");
    assignment.product = request.choice("product");
    assignment.use = request.choice("use");
    assignment.signature = SignatureStamp.of(signature);
    entities.persist(assignment);
    trail.record(
        AuditEvent.of(
                "MODEL_VERSION_ASSIGNED",
                signature.signer(),
                assignment.recordRef(),
                version.name()
                    + " assigned to "
                    + assignment.unit
                    + ", "
                    + assignment.product
                    + ", for "
                    + assignment.use
                    + ".")
            .with(Map.of("modelDigest", version.digest())));
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "models/" + request.recordId();
  }

  private Optional<Assignment> holding(SigningRequest request) {
    return effectiveModels.assignment(
        request.choice("unit"), request.choice("product"), request.choice("use"));
  }

  private ModelVersion version(SigningRequest request) {
    return versions
        .find(request.recordId())
        .orElseThrow(
            () -> new IllegalArgumentException("there is no model version " + request.recordId()));
  }

  private static String named(String orNull) {
    return orNull == null || orNull.isBlank() ? "none" : orNull;
  }
}
