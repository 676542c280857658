package io.veritwin.recommendation.copy;

import io.veritwin.lifecycle.assignment.Assignment;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.calibration.TagCalibration;
import io.veritwin.recommendation.accept.EngineerQuestion;
import io.veritwin.recommendation.recommend.AdviceStop;
import io.veritwin.recommendation.recommend.DesignSpaceRecord;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.records.copy.WholeRecord;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What belongs to the whole of a unit: its design spaces, tag calibrations and assignments, and
 * every recommendation made for it with the questions about it and the stops of its advice. The
 * scope of an inspection may be a unit (URS-194).
 */
@ApplicationScoped
@Transactional
public class WholeUnit implements WholeRecord {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject PlantRegister register;

  @Override
  public String recordType() {
    return "unit";
  }

  @Override
  public Optional<Parts> parts(String unit) {
    return register.unit(unit).isEmpty()
        ? Optional.empty()
        : Optional.of(new Parts(ofUnit(unit), List.of(), List.of()));
  }

  private List<Related> ofUnit(String unit) {
    List<Related> related = new ArrayList<>();
    add(related, DesignSpaceRecord.class, "e.unit = :unit order by e.reference", unit);
    add(related, TagCalibration.class, "e.unit = :unit order by e.proposedAt", unit);
    add(related, Assignment.class, "e.unit = :unit order by e.number", unit);
    add(related, AdviceStop.class, "e.unit = :unit order by e.id", unit);
    add(related, Recommendation.class, "e.unit = :unit order by e.id", unit);
    add(related, EngineerQuestion.class, "e.unit = :unit order by e.id", unit);
    return related;
  }

  private <T extends RegulatedRecord> void add(
      List<Related> related, Class<T> kind, String which, String unit) {
    entities
        .createQuery("select e from " + kind.getSimpleName() + " e where " + which, kind)
        .setParameter("unit", unit)
        .getResultStream()
        .forEach(record -> related.add(related(record)));
  }

  private static Related related(RegulatedRecord record) {
    RecordRef ref = record.recordRef();
    return new Related(ref.type(), ref.id());
  }
}
