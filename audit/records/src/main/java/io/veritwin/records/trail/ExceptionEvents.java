package io.veritwin.records.trail;

import java.util.List;

/**
 * What a review of the trail looks at first (PIC/S PI 041-1, 9.8): besides every refused attempt,
 * the acts and events that are not part of work as planned.
 */
final class ExceptionEvents {

  static final List<String> NAMES =
      List.of(
          "ADVICE_STOPPED",
          "CERTIFICATES_CHANGED",
          "CLOCK_CHANGED",
          "COMPONENTS_CHANGED",
          "CONFIGURATION_CHANGED",
          "DELEGATION_MADE",
          "IDENTITY_EVENTS_MISSING",
          "LEGAL_HOLD_LIFTED",
          "LOCKED_OUT",
          "LOG_BEGUN",
          "LOGIN_FAILED",
          "MODEL_CHANGE_REJECTED",
          "MODEL_DIGEST_MISMATCH",
          "RECOMMENDATION_LAPSED",
          "RECOMMENDATION_NOT_WRITTEN",
          "RECOMMENDATION_OUTCOME_UNKNOWN",
          "RECOMMENDATION_REFUSED_BY_PLANT",
          "RECOMMENDATION_REJECTED",
          "RECOMMENDATION_RELEASE_REFUSED",
          "RECORD_DISPOSED",
          "RETENTION_SET",
          "SIGNING_RIGHT_LOCKED",
          "SIGNING_RIGHT_SUSPENDED",
          "SITE_ALARM_RAISED",
          "WORKFLOW_SIDE_DOOR");

  private ExceptionEvents() {}
}
