package io.veritwin.plant;

import java.util.Optional;

/** The live facts of the plant link. */
public interface PlantConnection {

  /** The link to the unit. */
  LinkState link(String unit);

  /** The batch as the plant last said. */
  Optional<BatchContext> batch(String unit);

  /** The plant's part of what decides the twin's level. */
  LevelFacts levelFacts(String unit);
}
