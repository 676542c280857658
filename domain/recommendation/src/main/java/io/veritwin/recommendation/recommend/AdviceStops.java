package io.veritwin.recommendation.recommend;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Finds the stop of advice that holds for a unit. */
@ApplicationScoped
@Transactional
public class AdviceStops {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  protected AdviceStops() {}

  /** Over a given entity manager. */
  public AdviceStops(EntityManager entities) {
    this.entities = entities;
  }

  public Optional<AdviceStop> of(String unit) {
    return entities
        .createQuery(
            "select s from AdviceStop s where s.unit = :unit and s.resumedAt is null",
            AdviceStop.class)
        .setParameter("unit", unit)
        .getResultStream()
        .findFirst();
  }

  /** The stop of a number as people write it, "STOP-3". */
  public Optional<AdviceStop> find(String number) {
    return number.matches("STOP-\\d{1,12}")
        ? Optional.ofNullable(entities.find(AdviceStop.class, Long.parseLong(number.substring(5))))
        : Optional.empty();
  }

  public void store(AdviceStop stop) {
    entities.persist(stop);
  }
}
