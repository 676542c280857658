package io.veritwin.plant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The registered units and their tags. */
@ApplicationScoped
public class PlantRegister {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Transactional
  public List<Unit> units() {
    return entities
        .createQuery("select u from Unit u order by u.name desc", Unit.class)
        .getResultList();
  }

  @Transactional
  public Optional<Unit> unit(String name) {
    return Optional.ofNullable(entities.find(Unit.class, name));
  }

  /** The unit's tags in their order. */
  @Transactional
  public List<Tag> tags(String unit) {
    return entities
        .createQuery("select t from Tag t where t.unit = :unit order by t.position", Tag.class)
        .setParameter("unit", unit)
        .getResultList();
  }

  @Transactional
  public Optional<Tag> tag(String unit, String name) {
    return Optional.ofNullable(entities.find(Tag.class, unit + "/" + name));
  }
}
