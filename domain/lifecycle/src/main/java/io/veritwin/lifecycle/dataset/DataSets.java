package io.veritwin.lifecycle.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Finds imported batches and data sets. Reads only. */
@ApplicationScoped
@Transactional
public class DataSets {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  /** Newest first. */
  public List<ImportedBatch> importedBatches() {
    return entities
        .createQuery(
            "select b from ImportedBatch b order by b.importedAt desc, b.number desc",
            ImportedBatch.class)
        .getResultList();
  }

  public Optional<ImportedBatch> importedBatch(String number) {
    return Optional.ofNullable(entities.find(ImportedBatch.class, number));
  }

  /** Newest first. */
  public List<DataSet> all() {
    return entities
        .createQuery(
            "select distinct d from DataSet d left join fetch d.batches"
                + " order by d.madeAt desc, d.number desc",
            DataSet.class)
        .getResultList();
  }

  public Optional<DataSet> find(String number) {
    return entities
        .createQuery(
            "select distinct d from DataSet d left join fetch d.batches where d.number = :number",
            DataSet.class)
        .setParameter("number", number)
        .getResultStream()
        .findFirst();
  }
}
