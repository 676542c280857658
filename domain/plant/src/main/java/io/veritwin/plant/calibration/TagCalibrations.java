package io.veritwin.plant.calibration;

import io.veritwin.plant.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The calibrations on record. */
@ApplicationScoped
@Transactional
public class TagCalibrations {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  /** The tag's effective calibration. */
  public Optional<TagCalibration> effective(String unit, String tag) {
    return entities
        .createQuery(
            "select c from TagCalibration c where c.unit = :unit and c.tag = :tag"
                + " and c.state = io.veritwin.plant.calibration.CalibrationState.EFFECTIVE",
            TagCalibration.class)
        .setParameter("unit", unit)
        .setParameter("tag", tag)
        .getResultStream()
        .findFirst();
  }

  /** The reading's engineering value; empty while the tag has no effective calibration. */
  public OptionalDouble engineeringValue(Reading reading) {
    if (reading.value() == null) {
      return OptionalDouble.empty();
    }
    return effective(reading.unit(), reading.tag())
        .map(calibration -> OptionalDouble.of(calibration.engineeringValue(reading)))
        .orElse(OptionalDouble.empty());
  }

  /** All calibrations of the unit, newest first. */
  public List<TagCalibration> of(String unit) {
    return entities
        .createQuery(
            "select c from TagCalibration c where c.unit = :unit order by c.proposedAt desc",
            TagCalibration.class)
        .setParameter("unit", unit)
        .getResultList();
  }

  public Optional<TagCalibration> find(String number) {
    return Optional.ofNullable(entities.find(TagCalibration.class, number));
  }
}
