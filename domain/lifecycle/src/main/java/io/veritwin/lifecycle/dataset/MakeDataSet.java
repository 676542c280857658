package io.veritwin.lifecycle.dataset;

import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.Outcome.Done;
import io.veritwin.lifecycle.Outcome.Refused;
import io.veritwin.lifecycle.RecordNumbers;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.site.Settings;
import io.veritwin.records.site.SiteKind;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Make a data set of imported batches for one role (URS-305, A22-08, A22-09). */
@ApplicationScoped
public class MakeDataSet {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject Clock clock;
  @Inject Settings settings;

  /**
   * Makes it.
   *
   * @param importedBatches numbers of imported batches of one structure
   * @throws IllegalArgumentException when a number names no imported batch
   */
  @Transactional
  public Outcome<DataSet> make(
      String title, DataSetRole role, List<String> importedBatches, Person person) {
    List<ImportedBatch> batches = new ArrayList<>();
    for (String number : new LinkedHashSet<>(importedBatches)) {
      ImportedBatch batch = entities.find(ImportedBatch.class, number);
      if (batch == null) {
        throw new IllegalArgumentException("there is no imported batch " + number);
      }
      batches.add(batch);
    }
    List<Refusal> against = reasonsAgainst(title, role, batches, person);
    if (!against.isEmpty()) {
      trail.recordRefusal(
          AuditEvent.refused(
              "DATA_SET_MADE",
              person,
              new RecordRef("data set", "none", 1),
              new Refused<>(against).inWords(),
              against.get(0).rule()));
      return new Refused<>(against);
    }
    DataSet set = new DataSet();
    set.number = RecordNumbers.next(entities, "data_set_number_seq", "DS");
    set.title = title.strip();
    set.role = role;
    set.structureId = batches.get(0).structureId();
    set.batches.addAll(batches);
    set.synthetic = batches.stream().anyMatch(ImportedBatch::synthetic);
    set.digest =
        Digests.hex(
            JsonObject.builder()
                .put("role", role.inWords())
                .put("structure", set.structureId)
                .put(
                    "batches",
                    JsonArray.ofTexts(batches.stream().map(ImportedBatch::contentDigest).toList()))
                .build()
                .canonicalBytes());
    set.madeBySubject = person.subject();
    set.madeByName = person.printedName();
    set.madeAt = clock.instant();
    entities.persist(set);
    trail.record(
        AuditEvent.of(
                "DATA_SET_MADE",
                person,
                set.recordRef(),
                "Data set "
                    + set.number
                    + " ("
                    + role.inWords()
                    + ") made of "
                    + String.join(", ", batches.stream().map(ImportedBatch::batch).toList())
                    + (set.synthetic ? "; it holds synthetic data." : "."))
            .with(Map.of("digest", set.digest)));
    return new Done<>(set);
  }

  private List<Refusal> reasonsAgainst(
      String title, DataSetRole role, List<ImportedBatch> batches, Person person) {
    List<Refusal> against = new ArrayList<>();
    if (!person.is(Role.ENGINEER)) {
      against.add(
          new Refusal(
              "LIF-07",
              "No data set is made: only a process engineer makes data sets, and you act as "
                  + person.roleInWords()
                  + "."));
    }
    if (title.isBlank()) {
      against.add(new Refusal("LIF-04", "No data set is made: it has no title yet. Give it one."));
    }
    if (batches.isEmpty()) {
      against.add(
          new Refusal("LIF-04", "No data set is made: no batch is chosen. Choose at least one."));
    } else if (batches.stream().map(ImportedBatch::structureId).distinct().count() > 1) {
      against.add(
          new Refusal(
              "LIF-04",
              "No data set is made: the batches belong to different structures. Choose batches of"
                  + " one structure."));
    }
    for (ImportedBatch batch : batches) {
      List<String> other =
          entities
              .createQuery(
                  "select d.number from DataSet d join d.batches b"
                      + " where b.batch = :batch and d.role <> :role order by d.number",
                  String.class)
              .setParameter("batch", batch.batch())
              .setParameter("role", role)
              .getResultList();
      if (!other.isEmpty()) {
        against.add(
            new Refusal(
                "LIF-05",
                "No data set is made: batch "
                    + batch.batch()
                    + " already serves "
                    + (role == DataSetRole.HOLD_OUT ? "calibration" : "the hold-out test")
                    + " in "
                    + String.join(", ", other)
                    + ", and a batch never serves both. Choose another batch."));
      }
    }
    if (role == DataSetRole.HOLD_OUT && settings.siteKind() == SiteKind.GXP) {
      batches.stream()
          .filter(ImportedBatch::synthetic)
          .forEach(
              b ->
                  against.add(
                      new Refusal(
                          "LIF-06",
                          "No data set is made: batch "
                              + b.batch()
                              + " is synthetic, and on a GxP site synthetic data are no acceptance"
                              + " evidence. Choose measured batches.")));
    }
    return against;
  }
}
