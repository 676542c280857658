package io.veritwin.twin.optimisation;

import java.math.BigDecimal;

/**
 * Part of a proposed change that one group of deviations accounts for.
 *
 * @param groupId the group, {@code reference} for what the reference state itself asks for, or
 *     {@code step} for what the limit on one step takes away
 * @param title what a person calls it
 * @param change in the unit of the setpoint; all contributions sum exactly to the proposed change
 */
public record Contribution(String groupId, String title, BigDecimal change) {}
