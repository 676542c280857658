package io.veritwin.lifecycle.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;

/** Finds model versions. Reads only. */
@ApplicationScoped
public class ModelVersions {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  /** Newest first. */
  public List<ModelVersion> all() {
    return entities
        .createQuery(
            "select v from ModelVersion v order by v.registeredAt desc, v.name", ModelVersion.class)
        .getResultList();
  }

  /** By name, "CHO-FB 1.0". */
  public Optional<ModelVersion> find(String name) {
    return Optional.ofNullable(entities.find(ModelVersion.class, name));
  }

  /** The effective version of a model; at most one is. */
  public Optional<ModelVersion> effective(String model) {
    return entities
        .createQuery(
            "select v from ModelVersion v where v.model = :model and v.state = :state",
            ModelVersion.class)
        .setParameter("model", model)
        .setParameter("state", ModelVersionState.EFFECTIVE)
        .getResultStream()
        .findFirst();
  }

  /** The latest version of a model, whatever its state. */
  Optional<ModelVersion> latest(String model) {
    return entities
        .createQuery(
            "select v from ModelVersion v where v.model = :model"
                + " order by v.major desc, v.minor desc",
            ModelVersion.class)
        .setParameter("model", model)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }
}
