package io.veritwin.recommendation.release;

import io.veritwin.recommendation.recommend.Recommendation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;

/** Which use-ids were spent. */
@ApplicationScoped
@Transactional
public class SpentWrites {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  public boolean contains(String useId) {
    return entities.find(SpentWrite.class, useId) != null;
  }

  /** Spends the use-id of a recommendation; the commit fails when it was spent before. */
  void spend(Recommendation r, Instant at) {
    entities.persist(new SpentWrite(r, at));
  }
}
