package io.veritwin.records.review;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The reviews of the trail, signed or waiting. */
@ApplicationScoped
@Transactional
public class TrailReviews {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  public Optional<TrailReview> find(String number) {
    return Optional.ofNullable(entities.find(TrailReview.class, number));
  }

  /** All, newest first. */
  public List<TrailReview> all() {
    return entities
        .createQuery("select r from TrailReview r order by r.preparedAt desc", TrailReview.class)
        .getResultList();
  }

  TrailReview lock(String number) {
    return entities.find(TrailReview.class, number, LockModeType.PESSIMISTIC_WRITE);
  }
}
