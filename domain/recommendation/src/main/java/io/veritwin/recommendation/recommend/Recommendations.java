package io.veritwin.recommendation.recommend;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Finds recommendations. */
@ApplicationScoped
@Transactional
public class Recommendations {

  /** Hibernate's value of the lock time-out for SKIP LOCKED. */
  private static final int SKIP_LOCKED = -2;

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  protected Recommendations() {}

  /** Over a given entity manager. */
  public Recommendations(EntityManager entities) {
    this.entities = entities;
  }

  public Optional<Recommendation> find(String number) {
    return Optional.ofNullable(entities.find(Recommendation.class, Recommendation.keyOf(number)));
  }

  /**
   * @throws IllegalArgumentException when there is none of that number
   */
  public Recommendation get(String number) {
    return find(number)
        .orElseThrow(() -> new IllegalArgumentException("there is no recommendation " + number));
  }

  /** The recommendation, locked until the transaction ends. */
  public Recommendation lock(String number) {
    Recommendation r = get(number);
    // Read again with the lock: whoever waited for it finds what the other left, not a collision.
    entities.refresh(r, LockModeType.PESSIMISTIC_WRITE);
    return r;
  }

  /** The recommendation, locked; empty when another transaction holds it. */
  public Optional<Recommendation> lockUnlessBusy(String number) {
    Optional<Recommendation> found =
        entities
            .createQuery("select r from Recommendation r where r.id = :id", Recommendation.class)
            .setParameter("id", Recommendation.keyOf(number))
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
            .getResultStream()
            .findFirst();
    found.ifPresent(entities::refresh);
    return found;
  }

  /** Numbers of those in one state, oldest first. */
  public List<String> numbersIn(RecommendationState state) {
    return entities
        .createQuery(
            "select r.id from Recommendation r where r.state = :state order by r.id", Long.class)
        .setParameter("state", state)
        .getResultList()
        .stream()
        .map(Recommendation::numberOf)
        .toList();
  }

  /** The newest of the unit, newest first. */
  public List<Recommendation> newest(String unit, int max) {
    return entities
        .createQuery(
            "select r from Recommendation r where r.unit = :unit order by r.id desc",
            Recommendation.class)
        .setParameter("unit", unit)
        .setMaxResults(max)
        .getResultList();
  }

  /** Every one made for a batch, oldest first. */
  public List<Recommendation> ofBatch(String batch) {
    return entities
        .createQuery(
            "select r from Recommendation r where r.batch = :batch order by r.id",
            Recommendation.class)
        .setParameter("batch", batch)
        .getResultList();
  }

  /** Written ones whose effect is being watched, oldest first. */
  public List<Recommendation> watched() {
    return entities
        .createQuery(
            "select r from Recommendation r where r.state = :confirmed and r.effect = :watching"
                + " order by r.id",
            Recommendation.class)
        .setParameter("confirmed", RecommendationState.CONFIRMED)
        .setParameter("watching", Recommendation.Effect.WATCHING)
        .getResultList();
  }

  void store(Recommendation r) {
    entities.persist(r);
  }
}
