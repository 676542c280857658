package io.veritwin.recommendation.observe;

import io.veritwin.recommendation.recommend.Canonical;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The stored estimates: appended, read, never changed. */
@ApplicationScoped
@Transactional
public class TwinEstimates {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Clock clock;

  protected TwinEstimates() {}

  /** Over a given entity manager. */
  public TwinEstimates(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The unit's newest estimate of this batch by this model. */
  public Optional<TwinEstimate> newest(String unit, String batch, String modelDigest) {
    return entities
        .createQuery(
            "select e from TwinEstimate e where e.unit = :unit and e.batch = :batch"
                + " and e.modelDigest = :digest order by e.step desc",
            TwinEstimate.class)
        .setParameter("unit", unit)
        .setParameter("batch", batch)
        .setParameter("digest", modelDigest)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** The chain from a process time on, oldest first. */
  public List<TwinEstimate> since(
      String unit, String batch, String modelDigest, double processTime) {
    return entities
        .createQuery(
            "select e from TwinEstimate e where e.unit = :unit and e.batch = :batch"
                + " and e.modelDigest = :digest and e.processTime >= :from order by e.step",
            TwinEstimate.class)
        .setParameter("unit", unit)
        .setParameter("batch", batch)
        .setParameter("digest", modelDigest)
        .setParameter("from", processTime)
        .getResultList();
  }

  /** At most {@code max} estimates evenly thinned out from a process time on, oldest first. */
  public List<TwinEstimate> thinned(
      String unit, String batch, String modelDigest, double processTime, int max) {
    @SuppressWarnings("unchecked")
    List<TwinEstimate> newestFirst =
        entities
            .createNativeQuery(
                "with chain as (select e.*, row_number() over (order by step desc) as place,"
                    + " count(*) over () as total from twin_estimate e where unit = :unit"
                    + " and batch = :batch and model_digest = :digest and process_time >= :from)"
                    + " select * from chain where (place - 1) % greatest(1,"
                    + " ceil(total::float / :max)::bigint) = 0 order by step desc",
                TwinEstimate.class)
            .setParameter("unit", unit)
            .setParameter("batch", batch)
            .setParameter("digest", modelDigest)
            .setParameter("from", processTime)
            .setParameter("max", max)
            .getResultList();
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  public TwinEstimate get(long id) {
    return Optional.ofNullable(entities.find(TwinEstimate.class, id))
        .orElseThrow(() -> new IllegalArgumentException("there is no estimate " + id));
  }

  /** Appends one estimate to its chain. */
  public TwinEstimate append(
      Chain chain, long step, Instant sourceTime, EstimateContent content, List<Long> readings) {
    TwinEstimate e = new TwinEstimate();
    e.unit = chain.unit();
    e.batch = chain.batch();
    e.modelVersion = chain.modelVersion();
    e.modelDigest = chain.modelDigest();
    e.step = step;
    e.processTime = content.state().time();
    e.sourceTime = sourceTime;
    e.storedAt = clock.instant();
    e.previousId = chain.previousId();
    e.content = content.text();
    e.digest = Canonical.digest(e.content);
    e.inputDigest = Canonical.digest(readings.stream().sorted().toList().toString());
    e.readings = readings.size();
    entities.persist(e);
    return e;
  }

  /** The chain an estimate belongs to, and the one before it; {@code null} for the first. */
  public record Chain(
      String unit, String batch, String modelVersion, String modelDigest, Long previousId) {}
}
