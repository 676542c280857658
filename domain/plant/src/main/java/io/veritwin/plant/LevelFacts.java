package io.veritwin.plant;

/**
 * The plant's part of the facts that decide a {@link TwinLevel}.
 *
 * @param subscriptionLive values flow
 * @param actuator the unit says that a setpoint has an effect
 * @param writeGranted the plant's server grants this platform's user write access to the unit's
 *     listed setpoint, as read from the node itself
 */
public record LevelFacts(boolean subscriptionLive, boolean actuator, boolean writeGranted) {}
