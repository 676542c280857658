package io.veritwin.ui.planted;

import io.veritwin.plant.PlantGateway;
import io.veritwin.plant.PlantWrite;

/** Planted: a page that writes to the plant. */
final class WritesToThePlant {
  void write(PlantGateway plant, PlantWrite write) {
    plant.write(write);
  }
}
