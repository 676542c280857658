package io.veritwin.lifecycle.change;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.lifecycle.RecordNumbers;
import io.veritwin.records.identity.Machine;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records what the checks of a change request gave (URS-318): each result is stored and logged for
 * itself and never again; then the report is, and the request waits for QA.
 */
@ApplicationScoped
public class RecordChecks {

  /** The machine that executes checks. */
  public static final Machine CHECKER = new Machine("validation protocol");

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject ChangeRequests changes;
  @Inject Clock clock;

  /**
   * Stores the results of a submitted request.
   *
   * @return the results in reading order: failures first, then the closest to its limit
   * @throws IllegalArgumentException when the results do not answer exactly the criteria of the
   *     request
   * @throws IllegalStateException when the request is not submitted or already has results
   */
  @Transactional
  public List<CheckResult> record(String change, List<ExecutedCheck> checks) {
    ChangeRequest request = submitted(change);
    if (request.firstResultAt() != null) {
      throw new IllegalStateException(change + " already has its results");
    }
    List<AcceptanceCriterion> criteria = changes.criteria(change);
    Map<String, ExecutedCheck> byCriterion = new TreeMap<>();
    checks.forEach(c -> byCriterion.put(c.criterion(), c));
    if (checks.size() != criteria.size()
        || !criteria.stream().allMatch(c -> byCriterion.containsKey(c.number()))) {
      throw new IllegalArgumentException(
          "the results " + byCriterion.keySet() + " do not answer the criteria of " + change);
    }
    List<CheckResult> results = new ArrayList<>();
    for (AcceptanceCriterion criterion : criteria) {
      results.add(store(criterion, byCriterion.get(criterion.number())));
    }
    request.firstResultAt =
        results.stream().map(CheckResult::executedAt).min(Instant::compareTo).orElseThrow();
    long failed = results.stream().filter(r -> !r.passed()).count();
    request.resultsEntry =
        trail.record(
            AuditEvent.of(
                    "CHECKS_EXECUTED",
                    CHECKER,
                    request.recordRef(),
                    change
                        + ": "
                        + results.size()
                        + " checks executed, "
                        + (results.size() - failed)
                        + " passed, "
                        + failed
                        + " failed.")
                .with(Map.of("limitsEntry", Long.toString(request.limitsEntry()))));
    entities.flush();
    return changes.results(change);
  }

  /** The number that the report of a request will have. */
  @Transactional
  public String nextReportNumber() {
    return RecordNumbers.next(entities, "validation_report_number_seq", "RP");
  }

  /**
   * Stores the report and moves the request to QA.
   *
   * @param recordDigest SHA-256 of the canonical record that the report prints
   * @throws IllegalStateException when the request has no results yet, or already has a report
   */
  @Transactional
  public ValidationReport attachReport(
      String change, String reportNumber, String recordDigest, byte[] pdf) {
    ChangeRequest request = submitted(change);
    if (request.firstResultAt() == null || request.report() != null) {
      throw new IllegalStateException(
          change + (request.report() == null ? " has no results yet" : " already has its report"));
    }
    ValidationReport report =
        new ValidationReport(
            reportNumber, change, pdf, Digests.hex(pdf), recordDigest, clock.instant());
    entities.persist(report);
    trail.record(
        AuditEvent.of(
                "REPORT_WRITTEN",
                CHECKER,
                report.recordRef(),
                "Validation report " + reportNumber + " written for " + change + ".")
            .with(Map.of("reportDigest", report.digest(), "recordDigest", recordDigest)));
    request.report = reportNumber;
    request.state = ChangeRequestState.AWAITING_DECISION;
    trail.record(
        AuditEvent.of(
            "CHANGE_AWAITS_DECISION",
            CHECKER,
            request.recordRef(),
            change + " waits for QA, with report " + reportNumber + "."));
    return report;
  }

  private ChangeRequest submitted(String change) {
    ChangeRequest request =
        entities.find(ChangeRequest.class, change, LockModeType.PESSIMISTIC_WRITE);
    if (request == null) {
      throw new IllegalArgumentException("there is no change request " + change);
    }
    if (request.state() != ChangeRequestState.SUBMITTED) {
      throw new IllegalStateException(change + " is " + request.state().inWords());
    }
    return request;
  }

  private CheckResult store(AcceptanceCriterion criterion, ExecutedCheck check) {
    CheckResult r = new CheckResult();
    r.id = criterion.id();
    r.change = criterion.change();
    r.number = criterion.number();
    r.title = criterion.title();
    r.metric = criterion.metric();
    r.subject = criterion.subject();
    r.value = check.value();
    r.limit = criterion.limit();
    r.unit = criterion.unit();
    r.n = check.n();
    r.intervalLower = check.intervalLower();
    r.intervalUpper = check.intervalUpper();
    r.claimed = criterion.claimed();
    r.passed = check.value() != null && r.metric.meets(check.value(), r.limit);
    r.explanation = check.explanation();
    r.points = ComparedPoint.write(check.points());
    r.seed = check.seed();
    r.executedAt = check.executedAt();
    r.digest = Digests.hex(canonical(r).canonicalBytes());
    entities.persist(r);
    trail.record(
        AuditEvent.of(
                "CHECK_EXECUTED",
                CHECKER,
                r.recordRef(),
                r.change
                    + ", "
                    + r.number
                    + " "
                    + (r.passed ? "passed" : "failed")
                    + ": "
                    + r.title
                    + ", "
                    + r.valueInWords()
                    + ", limit "
                    + criterion.limitInWords()
                    + ".")
            .with(Map.of("digest", r.digest)));
    return r;
  }

  private static JsonObject canonical(CheckResult r) {
    return JsonObject.builder()
        .put("id", r.id)
        .put("metric", r.metric.name())
        .put("subject", r.subject)
        .put("value", number(r.value))
        .put("limit", r.limit)
        .put("unit", r.unit)
        .put("n", r.n)
        .put("intervalLower", number(r.intervalLower))
        .put("intervalUpper", number(r.intervalUpper))
        .put("passed", r.passed)
        .put("pointsDigest", Digests.hex(r.points))
        .put("seed", Long.toString(r.seed))
        .put("executedAt", r.executedAt)
        .build();
  }

  private static JsonValue number(Double value) {
    return value == null ? JsonValue.of((String) null) : JsonValue.of(value.doubleValue());
  }

  /**
   * What one check gave, before it is stored.
   *
   * @param criterion the criterion's number, "C-04"
   * @param value {@code null} when it could not be computed
   * @param n how many values it rests on
   * @param intervalLower {@code null} where no interval can be given
   * @param intervalUpper {@code null} where no interval can be given
   * @param explanation one sentence, may be empty
   * @param points the values compared, may be empty
   * @param seed of random draws; 0 when there are none
   * @param executedAt when it ended
   */
  public record ExecutedCheck(
      String criterion,
      Double value,
      int n,
      Double intervalLower,
      Double intervalUpper,
      String explanation,
      List<ComparedPoint> points,
      long seed,
      Instant executedAt) {
    public ExecutedCheck {
      points = List.copyOf(points);
    }
  }
}
