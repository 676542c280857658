package io.veritwin.lifecycle.change;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.Outcome.Done;
import io.veritwin.lifecycle.Outcome.Refused;
import io.veritwin.lifecycle.RecordNumbers;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSets;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersionState;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Raise a change request for a draft version, and edit its limits (URS-315, URS-316). */
@ApplicationScoped
public class RaiseChangeRequest {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject ModelVersions versions;
  @Inject DataSets dataSets;
  @Inject Clock clock;

  /**
   * Raises it, with acceptance criteria as the template proposes them.
   *
   * @param modelVersion name of a draft version
   * @param reason why the change is asked for
   */
  @Transactional
  public Outcome<ChangeRequest> raise(String modelVersion, String reason, Person person) {
    Optional<ModelVersion> found = versions.find(modelVersion);
    List<Refusal> against = new ArrayList<>();
    if (!person.is(Role.ENGINEER)) {
      against.add(
          new Refusal(
              "LIF-07",
              "No change is requested: only a process engineer raises change requests, and you act"
                  + " as "
                  + person.roleInWords()
                  + "."));
    }
    if (reason.isBlank()) {
      against.add(new Refusal("LIF-17", "No change is requested: it has no reason yet. Give one."));
    }
    if (found.isEmpty() || found.get().state() != ModelVersionState.DRAFT) {
      against.add(
          new Refusal(
              "LIF-11",
              "No change is requested: "
                  + modelVersion
                  + found
                      .map(v -> " is " + v.state().inWords() + ", not a draft.")
                      .orElse(" is not registered.")
                  + " Register a version first."));
    } else if (openRequest(modelVersion).isPresent()) {
      against.add(
          new Refusal(
              "LIF-11",
              "No change is requested: "
                  + openRequest(modelVersion).orElseThrow()
                  + " already asks for "
                  + modelVersion
                  + "."));
    }
    if (!against.isEmpty()) {
      return refused("CHANGE_REQUEST_RAISED", modelVersion, against, person);
    }
    ModelVersion version = found.orElseThrow();
    ChangeRequest change = new ChangeRequest();
    change.number = RecordNumbers.next(entities, "change_request_number_seq", "CR");
    change.modelVersion = version.name();
    change.replaces = versions.effective(version.model()).map(ModelVersion::name).orElse(null);
    change.reason = reason.strip();
    change.state = ChangeRequestState.DRAFT;
    change.authorSubject = person.subject();
    change.authorName = person.printedName();
    change.raisedAt = clock.instant();
    entities.persist(change);
    ProcessModel model = ProcessModels.find(version.structureId()).orElseThrow();
    Optional<DataSet> calibration =
        Optional.ofNullable(version.calibrationSet()).flatMap(dataSets::find);
    List<AcceptanceCriterion> criteria =
        CriteriaTemplate.propose(
            change.number,
            version,
            model,
            calibration,
            dataSets.find(version.holdOutSet()).orElseThrow());
    criteria.forEach(entities::persist);
    trail.record(
        AuditEvent.of(
                "CHANGE_REQUEST_RAISED",
                person,
                change.recordRef(),
                change.number
                    + " raised for "
                    + version.name()
                    + " with "
                    + criteria.size()
                    + " acceptance criteria as proposed by the template.")
            .because(change.reason)
            .with(Map.of("modelVersionDigest", version.digest())));
    return new Done<>(change);
  }

  /** Changes one limit of a draft request; the reason goes to the trail. */
  @Transactional
  public Outcome<AcceptanceCriterion> changeLimit(
      String change, String criterion, double limit, String reason, Person person) {
    ChangeRequest request =
        entities.find(ChangeRequest.class, change, LockModeType.PESSIMISTIC_WRITE);
    AcceptanceCriterion c = entities.find(AcceptanceCriterion.class, change + "/" + criterion);
    if (request == null || c == null) {
      throw new IllegalArgumentException("there is no criterion " + criterion + " of " + change);
    }
    List<Refusal> against = new ArrayList<>();
    if (request.state() != ChangeRequestState.DRAFT) {
      against.add(
          new Refusal(
              "LIF-11",
              "The limit of "
                  + criterion
                  + " stays at "
                  + c.limitInWords()
                  + ": "
                  + change
                  + " is "
                  + request.state().inWords()
                  + ", and limits are fixed from submission on. Raise another change request."));
    }
    if (!request.authorSubject().equals(person.subject())) {
      against.add(
          new Refusal(
              "LIF-12",
              "The limit of "
                  + criterion
                  + " stays at "
                  + c.limitInWords()
                  + ": only the author, "
                  + request.authorName()
                  + ", edits it."));
    }
    if (reason.isBlank()) {
      against.add(
          new Refusal(
              "LIF-17",
              "The limit of "
                  + criterion
                  + " stays at "
                  + c.limitInWords()
                  + ": a change needs a reason. Give one."));
    }
    if (!Double.isFinite(limit) || (c.metric().smallIsGood() && limit < 0)) {
      against.add(
          new Refusal(
              "LIF-21",
              "The limit of "
                  + criterion
                  + " stays at "
                  + c.limitInWords()
                  + ": "
                  + limit
                  + " is no limit for it."));
    }
    if (!against.isEmpty()) {
      return refused("ACCEPTANCE_LIMIT_CHANGED", change, against, person);
    }
    String before = c.limitInWords();
    c.limit = limit;
    c.why = reason.strip();
    trail.record(
        AuditEvent.of(
                "ACCEPTANCE_LIMIT_CHANGED",
                person,
                request.recordRef(),
                change
                    + ", "
                    + criterion
                    + " ("
                    + c.title()
                    + "): limit changed from "
                    + before
                    + " to "
                    + c.limitInWords()
                    + ".")
            .because(reason.strip()));
    return new Done<>(c);
  }

  private Optional<String> openRequest(String modelVersion) {
    return entities
        .createQuery(
            "select c.number from ChangeRequest c where c.modelVersion = :version", String.class)
        .setParameter("version", modelVersion)
        .getResultStream()
        .findFirst();
  }

  private <T> Outcome<T> refused(
      String event, String record, List<Refusal> against, Person person) {
    trail.recordRefusal(
        AuditEvent.refused(
            event,
            person,
            new RecordRef("change request", record, 1),
            new Refused<T>(against).inWords(),
            against.get(0).rule()));
    return new Refused<>(against);
  }
}
