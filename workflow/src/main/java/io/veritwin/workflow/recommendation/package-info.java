/**
 * The review of a recommendation as a process: {@code review-recommendation.bpmn} and the port that
 * the recommendation module declares. Must not change a recommendation.
 */
package io.veritwin.workflow.recommendation;
