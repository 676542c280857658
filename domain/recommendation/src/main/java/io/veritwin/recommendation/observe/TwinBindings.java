package io.veritwin.recommendation.observe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** Which tag of a unit is which quantity of a model structure. */
@ApplicationScoped
@Transactional
public class TwinBindings {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  /** The bindings of a unit for a structure. */
  public List<TwinBinding> of(String unit, String structure) {
    return entities
        .createQuery(
            "select b from TwinBinding b where b.unit = :unit and b.structure = :structure"
                + " order by b.role, b.quantity",
            TwinBinding.class)
        .setParameter("unit", unit)
        .setParameter("structure", structure)
        .getResultList();
  }
}
