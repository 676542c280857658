package io.veritwin.twin.model;

/**
 * Version of the engine's arithmetic. It is part of each model's digest: raise it when a change
 * alters computed values, and every model version must be verified again.
 */
public final class EngineVersion {

  public static final String CURRENT = "twin-engine/3";

  private EngineVersion() {}
}
