package io.veritwin.recommendation.recommend;

import io.veritwin.records.site.Settings;
import io.veritwin.records.site.SiteKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which design space is in force for a unit. */
@ApplicationScoped
@Transactional
public class DesignSpaces {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Settings settings;

  protected DesignSpaces() {}

  /** Over a given entity manager and site. */
  public DesignSpaces(EntityManager entities, Settings settings) {
    this.entities = entities;
    this.settings = settings;
  }

  /**
   * The one signed last; on a demonstration site, where none is signed, the one registered. A GxP
   * site knows no unsigned design space.
   */
  public Optional<DesignSpaceRecord> inForce(String unit) {
    List<DesignSpaceRecord> all = of(unit);
    Optional<DesignSpaceRecord> signed =
        all.stream()
            .filter(DesignSpaceRecord::signed)
            .max(Comparator.comparing(DesignSpaceRecord::approvedAt));
    if (signed.isPresent() || settings.siteKind() == SiteKind.GXP) {
      return signed;
    }
    return all.stream().max(Comparator.comparing(DesignSpaceRecord::reference));
  }

  public List<DesignSpaceRecord> of(String unit) {
    return entities
        .createQuery(
            "select d from DesignSpaceRecord d where d.unit = :unit order by d.reference",
            DesignSpaceRecord.class)
        .setParameter("unit", unit)
        .getResultList();
  }

  /**
   * One, held until the transaction ends.
   *
   * @throws IllegalArgumentException when there is none
   */
  DesignSpaceRecord held(String reference) {
    DesignSpaceRecord found =
        entities.find(DesignSpaceRecord.class, reference, LockModeType.PESSIMISTIC_WRITE);
    if (found == null) {
      throw new IllegalArgumentException("there is no design space " + reference);
    }
    return found;
  }

  public Optional<DesignSpaceRecord> find(String reference) {
    return Optional.ofNullable(entities.find(DesignSpaceRecord.class, reference));
  }
}
