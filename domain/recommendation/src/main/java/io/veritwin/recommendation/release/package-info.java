/**
 * Releases a signed recommendation: gates, committed intent, one write, read-back, outcome. The
 * only package of the platform that calls {@code PlantGateway.write}. Must not decide anything a
 * person has not signed, and must not write twice.
 */
package io.veritwin.recommendation.release;
