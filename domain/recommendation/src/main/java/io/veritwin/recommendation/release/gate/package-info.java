/**
 * The release gates, one class each: a question, an answer, both printed. A gate computes nothing
 * but its answer, reads no database and no plant, and never answers OK for a thing it cannot see.
 */
package io.veritwin.recommendation.release.gate;
