/**
 * Proposes: forecast and optimiser in a time box, the stored recommendation with everything it was
 * computed from, and its life as types. The screen asks {@code Recommendations.find(number)}, and
 * {@code Recompute.of(number)} for the bit-identical replay. Must not write to the plant.
 */
package io.veritwin.recommendation.recommend;
