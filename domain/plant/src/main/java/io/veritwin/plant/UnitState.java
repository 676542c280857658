package io.veritwin.plant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** What is true of a unit at this moment. */
@ApplicationScoped
public class UnitState {

  @Inject PlantConnection connection;

  /** The link to the unit. */
  public LinkState link(String unit) {
    return connection.link(unit);
  }

  /** The batch as the plant last said; empty while it has said nothing. */
  public Optional<BatchContext> batch(String unit) {
    return connection.batch(unit);
  }

  /** The plant's part of what decides the twin's level; see {@link TwinLevel#of}. */
  public LevelFacts levelFacts(String unit) {
    return connection.levelFacts(unit);
  }
}
