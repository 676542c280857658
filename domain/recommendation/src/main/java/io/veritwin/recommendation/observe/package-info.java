/**
 * Follows the plant with the effective model of each unit and shows what it holds. The screen asks
 * {@code UnitViews.of(unit)}. Must not write to the plant and must not decide anything.
 */
package io.veritwin.recommendation.observe;
