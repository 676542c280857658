package io.veritwin.simulator.planted;

import io.veritwin.twin.model.ProcessModel;

/** Planted: a plant that equals its twin. */
final class UsesAProcessModel {
  ProcessModel model;
}
