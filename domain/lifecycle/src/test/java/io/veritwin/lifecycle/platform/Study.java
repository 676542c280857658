package io.veritwin.lifecycle.platform;

import static io.veritwin.lifecycle.platform.LifecyclePlatform.ENGINEER;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.done;

import io.veritwin.lifecycle.change.AcceptanceCriterion;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.RaiseChangeRequest;
import io.veritwin.lifecycle.change.RecordChecks;
import io.veritwin.lifecycle.change.RecordChecks.ExecutedCheck;
import io.veritwin.lifecycle.change.SubmitChange;
import io.veritwin.lifecycle.change.ValidationReport;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.dataset.ImportBatches;
import io.veritwin.lifecycle.dataset.ImportedBatch;
import io.veritwin.lifecycle.dataset.MakeDataSet;
import io.veritwin.lifecycle.model.DomainRange;
import io.veritwin.lifecycle.model.IntendedUse;
import io.veritwin.lifecycle.model.MeasuredNoise;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.RegisterModelVersion;
import io.veritwin.lifecycle.model.RegisterModelVersion.Registration;
import io.veritwin.lifecycle.model.RegisterModelVersion.Typed;
import io.veritwin.lifecycle.model.RiskLevel;
import io.veritwin.twin.model.ChoFedBatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The steps of a study up to where a test begins: data, version, request, results. */
public final class Study {

  public static final List<MeasuredNoise> NOISE =
      List.of(new MeasuredNoise("VCD", 0.05, 0.05), new MeasuredNoise("GLC", 0.3, 0.03));

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final LifecyclePlatform people;

  public Study(LifecyclePlatform people) {
    this.people = people;
  }

  public static IntendedUse use(String... credible) {
    return new IntendedUse(
        "feed advice",
        "Which feed rate keeps glucose between 2 and 8 mmol/L?",
        "Advice to an operator, who decides; days 2 to 10.",
        List.of(credible),
        "mAb VT-017",
        "50 L single-use bioreactor",
        RiskLevel.HIGH,
        RiskLevel.MEDIUM);
  }

  public List<ImportedBatch> batches(String... names) throws Exception {
    return done(
        people
            .get(ImportBatches.class)
            .importFiles(
                List.of(ChoBatches.table("plant-" + NUMBER.incrementAndGet() + ".csv", names)),
                "",
                ENGINEER));
  }

  public DataSet dataSet(DataSetRole role, String... names) throws Exception {
    return done(
        people
            .get(MakeDataSet.class)
            .make(
                role.inWords() + " of " + names[0],
                role,
                batches(names).stream().map(ImportedBatch::number).toList(),
                ENGINEER));
  }

  public static Registration registration(String model, DataSet holdOut, IntendedUse use) {
    return new Registration(
        model,
        false,
        ChoFedBatch.STRUCTURE_ID,
        new Typed(Map.of("mu_max", 0.03), Map.of("mu_max", 0.001)),
        NOISE,
        List.of(new DomainRange("GLC", 0.5, 40, "mmol/L")),
        use,
        holdOut.number());
  }

  /** A draft version of a model of its own. */
  public ModelVersion version(String model) throws Exception {
    return done(
        people
            .get(RegisterModelVersion.class)
            .register(
                registration(
                    model,
                    dataSet(DataSetRole.HOLD_OUT, model + "-" + NUMBER.incrementAndGet()),
                    use("VCD", "GLC")),
                ENGINEER));
  }

  public ChangeRequest raised(ModelVersion version) throws Exception {
    return done(people.get(RaiseChangeRequest.class).raise(version.name(), "A study.", ENGINEER));
  }

  /** A request signed by its author. */
  public ChangeRequest submitted(ModelVersion version) throws Exception {
    ChangeRequest change = raised(version);
    people.sign(SubmitChange.class, change.number(), ENGINEER, Map.of());
    return change;
  }

  /** Results at a distance from their limits: all pass, but those of the criteria named fail. */
  public List<ExecutedCheck> results(String change, List<String> failing) throws Exception {
    return people.inTransaction(
        () ->
            people.get(ChangeRequests.class).criteria(change).stream()
                .map(c -> result(c, failing.contains(c.number())))
                .toList());
  }

  private static ExecutedCheck result(AcceptanceCriterion c, boolean fails) {
    double step = Math.abs(c.limit()) * 0.1;
    double value = c.metric().smallIsGood() == fails ? c.limit() + step : c.limit() - step;
    return new ExecutedCheck(
        c.number(), value, 20, null, null, "", List.of(), 7, Instant.parse("2026-11-12T09:40:37Z"));
  }

  /** A request that waits for QA. */
  public ChangeRequest awaiting(ModelVersion version, String... failing) throws Exception {
    ChangeRequest change = submitted(version);
    RecordChecks record = people.get(RecordChecks.class);
    record.record(change.number(), results(change.number(), List.of(failing)));
    record.attachReport(
        change.number(),
        record.nextReportNumber(),
        "d".repeat(64),
        ("report of " + change.number()).getBytes(StandardCharsets.UTF_8));
    return change;
  }

  public ValidationReport report(ChangeRequest change) throws Exception {
    return people.inTransaction(
        () -> people.get(ChangeRequests.class).report(change.number()).orElseThrow());
  }
}
