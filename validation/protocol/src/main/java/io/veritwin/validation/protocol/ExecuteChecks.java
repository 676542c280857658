package io.veritwin.validation.protocol;

import io.veritwin.lifecycle.change.ChangeRequestState;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.RecordChecks;
import io.veritwin.lifecycle.change.ValidationReport;
import io.veritwin.records.trail.Digests;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.validation.protocol.LoggedPlace.Place;
import io.veritwin.validation.report.RenderReport;
import io.veritwin.validation.report.ReportDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Execute the checks of a submitted change request and write its report (URS-340 to URS-346).
 *
 * <p>Called by the workflow after submission, with no transaction open: it waits for the receipt of
 * the limits, computes for up to a few minutes, and stores in transactions of its own. Whatever
 * stops it halfway, it can be called again: results that are stored stay, and the report is written
 * from the same values.
 */
@ApplicationScoped
public class ExecuteChecks {

  /** Longer than this no prediction computes; what is not done by then counts as failed. */
  public static final Duration TIME_BOX = Duration.ofMinutes(5);

  private static final Duration RECEIPT = Duration.ofSeconds(30);

  @Inject LoadChange load;
  @Inject FinishedReports finished;
  @Inject RecordChecks record;
  @Inject LoggedPlace log;
  @Inject WriteReport write;
  @Inject RenderReport render;
  @Inject Clock clock;

  private final Map<String, String> progress = new ConcurrentHashMap<>();

  /**
   * Executes every criterion of the request, renders the report and moves the request to QA.
   * Executing a request whose report is written gives that report.
   *
   * @throws IllegalArgumentException when there is no such request
   * @throws IllegalStateException when it is not submitted, or when its limits have no receipt yet:
   *     try again later
   */
  public ValidationReport execute(String change) {
    try {
      return run(change);
    } finally {
      progress.remove(change);
    }
  }

  /** What the checks of a request are doing, for the person who waits; empty when none run. */
  public String progress(String change) {
    return progress.getOrDefault(change, "");
  }

  private ValidationReport run(String number) {
    if (finished.of(number).isPresent()) {
      return finished.of(number).orElseThrow();
    }
    progress.put(number, "waiting for the receipt of the acceptance limits");
    ChangeUnderTest test = load.load(number);
    if (test.change().state() != ChangeRequestState.SUBMITTED) {
      throw new IllegalStateException(number + " is " + test.change().state().inWords());
    }
    // A22-06: no result exists before the log proves the limits.
    Place limits =
        log.await(test.change().limitsEntry(), RECEIPT)
            .orElseThrow(
                () ->
                    new IllegalStateException("the limits of " + number + " have no receipt yet"));
    Evidence evidence =
        Evidence.compute(
            test, Deadline.after(TIME_BOX, clock), words -> progress.put(number, words));
    progress.put(number, "recording the results");
    List<CheckResult> results =
        test.change().firstResultAt() == null
            ? record.record(number, evidence.answers(test, clock))
            : finished.results(number);
    ChangeUnderTest recorded = load.load(number);
    Place place = log.await(recorded.change().resultsEntry(), RECEIPT).orElse(limits);
    progress.put(number, "writing the report");
    ReportDocument document =
        write.document(record.nextReportNumber(), recorded, results, evidence, limits, place);
    byte[] pdf = render.render(document);
    return record.attachReport(number, document.number(), Digests.hex(document.data().json()), pdf);
  }
}
