package io.veritwin.workflow.application;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import io.veritwin.lifecycle.assignment.Assignment;
import io.veritwin.lifecycle.change.AcceptanceCriterion;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.ReportReading;
import io.veritwin.lifecycle.change.SealedReport;
import io.veritwin.lifecycle.change.ValidationReport;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.ImportedBatch;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.StoredCalibration;
import io.veritwin.plant.PlantGateway;
import io.veritwin.plant.Tag;
import io.veritwin.plant.Unit;
import io.veritwin.plant.calibration.TagCalibration;
import io.veritwin.recommendation.accept.EngineerQuestion;
import io.veritwin.recommendation.observe.TwinBinding;
import io.veritwin.recommendation.observe.TwinEstimate;
import io.veritwin.recommendation.recommend.AdviceStop;
import io.veritwin.recommendation.recommend.AdviceWorker;
import io.veritwin.recommendation.recommend.Computation;
import io.veritwin.recommendation.recommend.DesignSpaceRecord;
import io.veritwin.recommendation.recommend.InputPackage;
import io.veritwin.recommendation.recommend.ProposeSetpoint;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.recommendation.recommend.UnitFacts;
import io.veritwin.recommendation.recommend.UnitFactsSource;
import io.veritwin.recommendation.recommend.WithdrawRecommendation;
import io.veritwin.recommendation.release.ReleaseWorker;
import io.veritwin.recommendation.release.SpentWrite;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.platform.FreePort;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPki;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.signature.SigningCeremony;
import io.veritwin.records.signature.StoredSignature;
import io.veritwin.simulator.PlantSimulator;
import io.veritwin.simulator.SimulatorSettings;
import io.veritwin.simulator.server.AppliedWrite;
import io.veritwin.simulator.server.CuttableCable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The whole application without the server and its pages: real beans, JTA, PostgreSQL and engine,
 * the release and advice workers, the gateway, and the virtual plant behind a cable that can be
 * cut. One for all tests of this module; each test works on a proposal of its own.
 */
public final class TestApplication {

  public static final String UNIT = "BR-204";
  public static final String SETPOINT = "FIC-204.SP";
  public static final Person ENGINEER = person("engineer", "Jonas Weidl", "10311", Role.ENGINEER);
  public static final Person QA = person("qa", "Dr. Ines Albrecht", "10122", Role.QA);
  public static final Person QA2 = person("qa2", "Priya Nair", "10127", Role.QA);
  public static final Person OPERATOR = person("operator", "Marta Reuter", "10482", Role.OPERATOR);

  private static final String PLANT_PASSWORD = "platform-pw";

  private static final String ENGINE_SCHEMA =
      "/org/camunda/bpm/engine/db/create/activiti.postgres.create.";
  private static final List<String> MIGRATIONS =
      List.of(
          ENGINE_SCHEMA + "engine.sql",
          ENGINE_SCHEMA + "history.sql",
          ENGINE_SCHEMA + "identity.sql",
          ENGINE_SCHEMA + "case.engine.sql",
          ENGINE_SCHEMA + "case.history.sql",
          ENGINE_SCHEMA + "decision.engine.sql",
          ENGINE_SCHEMA + "decision.history.sql",
          "/db/0200-create-plant-register.sql",
          "/db/0201-create-readings.sql",
          "/db/0202-create-tag-calibration.sql",
          "/db/0203-register-simulated-plant.sql",
          "/db/0300-create-data-sets.sql",
          "/db/0310-create-model-versions.sql",
          "/db/0320-create-change-requests.sql",
          "/db/0330-create-assignments.sql",
          "/db/0340-create-calibration-runs.sql",
          "/db/0341-offer-disposal-of-data.sql",
          "/db/0400-create-twin-estimates.sql",
          "/db/0410-create-recommendations.sql",
          "/db/0420-create-design-spaces.sql",
          "/db/0430-register-twin-bindings.sql",
          "/db/0440-answer-engineer-questions.sql",
          "/db/0450-grant-engine-tables.sql");

  private static TestApplication running;

  private final PlantSimulator plant;
  private final CuttableCable cable;
  private final Study study = new Study(this);
  private TestPlatform platform;
  private Duration ahead = Duration.ZERO;

  private TestApplication() {
    try {
      Path folder = Files.createTempDirectory("veritwin-application");
      TestPki pki = TestPki.create(folder.resolve("pki"), "localhost:8443/log");
      pki.opcUaApplication("plant-server", "urn:veritwin:test:plant-server");
      pki.opcUaApplication("opcua-client", "urn:veritwin:test:opcua-client");

      int plantPort = FreePort.find();
      int cablePort = FreePort.find();
      System.setProperty(
          "veritwin.plant.endpoint", "opc.tcp://localhost:" + cablePort + "/veritwin");
      System.setProperty("veritwin.plant.user", "veritwin");
      System.setProperty("veritwin.plant.password", PLANT_PASSWORD);
      plant =
          new PlantSimulator(
              SimulatorSettings.read(
                  "veritwin.simulator.port=" + plantPort,
                  "veritwin.simulator.tick=200",
                  "veritwin.simulator.speed=1",
                  "veritwin.pki=" + pki.folder(),
                  "veritwin.pki.password=" + TestPki.PASSWORD,
                  "veritwin.plant.password=" + PLANT_PASSWORD),
              new SameClock());
      plant.start();

      cable = new CuttableCable(cablePort, plantPort);
      platform = described().on(TestDatabase.create(MIGRATIONS)).withKeys(pki).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The application, started at first use, with an effective model version assigned to the unit.
   */
  public static synchronized TestApplication running() {
    if (running == null) {
      running = new TestApplication();
      running.study.assign(running.study.effective("CHO-FB", Study.ALL_CLAIMS));
      running.round(AdviceWorker.class);
    }
    running.ready();
    return running;
  }

  private static TestPlatform.Builder described() {
    return TestPlatform.builder()
        .startingInOneTransaction()
        .with(Interference.class, PlantGatewayInterfered.class, ShortPause.class)
        .withEntities(
            SigningCeremony.class,
            StoredSignature.class,
            Unit.class,
            Tag.class,
            TagCalibration.class,
            ImportedBatch.class,
            DataSet.class,
            StoredCalibration.class,
            ModelVersion.class,
            StoredCalibration.class,
            ChangeRequest.class,
            AcceptanceCriterion.class,
            CheckResult.class,
            ValidationReport.class,
            SealedReport.class,
            ReportReading.class,
            Assignment.class,
            TwinBinding.class,
            TwinEstimate.class,
            DesignSpaceRecord.class,
            Recommendation.class,
            AdviceStop.class,
            EngineerQuestion.class,
            SpentWrite.class);
  }

  private static Person person(String username, String name, String number, Role role) {
    return new Person("sub-" + username, username, name, number, Set.of(role));
  }

  /** The plant keeps the time of the platform, also when a test lets it run ahead. */
  private final class SameClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("one clock, in UTC");
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }
  }

  public <T> T get(Class<T> bean) {
    return platform.get(bean);
  }

  public TestPlatform platform() {
    return platform;
  }

  public TestDatabase database() {
    return platform.database();
  }

  public CuttableCable cable() {
    return cable;
  }

  Study study() {
    return study;
  }

  public PlantSimulator plant() {
    return plant;
  }

  /** Lets one round of a background worker happen now. */
  public void round(Class<?> worker) {
    platform.round(worker);
  }

  /** Platform and plant both find themselves later by so much; the culture lived on meanwhile. */
  public void goAhead(Duration by) {
    ahead = ahead.plus(by);
    platform.clock().goAhead(by);
    awaitPlant();
  }

  /** The application ends and starts anew on the same database; the plant goes on. */
  public void restart() {
    TestPlatform before = platform;
    before.close();
    platform = described().restarting(before).start();
    platform.clock().goAhead(ahead);
    awaitPlant();
  }

  /** Between two tests nothing is under way, nothing is broken and the plant's values flow. */
  private void ready() {
    cable.mend();
    plant.fault(UNIT, "clear");
    get(Interference.class).end();
    awaitPlant();
    round(ReleaseWorker.class);
    for (String open : get(Recommendations.class).numbersIn(RecommendationState.PROPOSED)) {
      get(WithdrawRecommendation.class)
          .withdraw(open, new Refusal("REC-38", "The test that needed it is over."));
    }
  }

  private void awaitPlant() {
    await(
        "the plant's values flow and the setpoint may be written",
        () ->
            facts().link().live()
                && facts().setpointRead()
                && facts().link().staleTags().isEmpty()
                && setpointIsThePlants()
                && get(PlantGateway.class).writeGranted(UNIT, SETPOINT));
  }

  // A setpoint just written is in force at the plant before the subscription tells of it.
  private boolean setpointIsThePlants() {
    return facts()
        .setpoint()
        .filter(read -> plant.value(UNIT, SETPOINT).equals(read.doubleValue()))
        .isPresent();
  }

  public UnitFacts facts() {
    return get(UnitFactsSource.class).of(UNIT);
  }

  /** Waits for something to become true. */
  public static void await(String what, BooleanSupplier holds) {
    Instant end = Instant.now().plusSeconds(120);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        fail("not within 120 s: " + what);
      }
      pause(100);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the test was interrupted", interrupted);
    }
  }

  /**
   * A proposal to move the setpoint by a step, computed and stored by the parts that offer the last
   * approved setpoint: no search, so that a test need not wait for one.
   *
   * @param step mL/h
   * @return its number
   */
  public String propose(double step) {
    await("the setpoint in force is read", this::setpointIsThePlants);
    UnitFacts now = facts();
    BigDecimal value = now.setpoint().orElseThrow().add(BigDecimal.valueOf(step));
    InputPackage input = ProposeSetpoint.packageOf(now, value);
    Computation.Answer.Recommended answer =
        assertInstanceOf(
            Computation.Answer.Recommended.class,
            new Computation(platform.clock()).compute(input, Computation.TIME_BOX));
    return get(ProposeSetpoint.class).store(now, input, answer.forecast(), null).number();
  }

  /** The recommendation as it is stored now. */
  public Recommendation stored(String number) {
    return get(Recommendations.class).get(number);
  }

  /** The whole ceremony of one signature. */
  public SigningOutcome sign(
      String act, String record, Person signer, Map<String, String> choices) {
    return new PersonSigning(platform).sign(act, record, signer, choices);
  }

  /** A signature that must not be refused. */
  public ElectronicSignature signed(
      String act, String record, Person signer, Map<String, String> choices) {
    SigningOutcome outcome = sign(act, record, signer, choices);
    return assertInstanceOf(SigningOutcome.Signed.class, outcome, outcome::toString).signature();
  }

  /** An operator accepts the proposal as it is. */
  public ElectronicSignature accept(String number) {
    return signed(
        "accept-recommendation", number, OPERATOR, Map.of("remark", "Agrees with the sample."));
  }

  /** Rounds of the release worker until the recommendation has ended. */
  public Recommendation release(String number) {
    await(
        number + " is released, or not",
        () -> {
          round(ReleaseWorker.class);
          return stored(number).state().closed();
        });
    return stored(number);
  }

  /** Every write that reached the setpoint at the plant, as the plant saw it. */
  public List<AppliedWrite> writes() {
    return plant.writes().stream().filter(w -> w.node().endsWith(SETPOINT)).toList();
  }

  /** Events of the trail about a record, oldest first. */
  public List<String> events(String recordId) {
    return List.of(
        database()
            .answer(
                "select coalesce(string_agg(event, ',' order by id), '') from audit_entry where"
                    + " record_id = '"
                    + recordId
                    + "'")
            .split(","));
  }

  /**
   * Everything that stands about recommendations in the three: records, ledger and engine. What a
   * refusal leaves on purpose (its own entry, its ended ceremony) is not part of it.
   */
  public String footprint() {
    return database()
        .answer(
            """
            select concat_ws(E'\n',
              (select string_agg(to_jsonb(r)::text, ',' order by id) from recommendation r),
              (select string_agg(use_id, ',' order by use_id) from spent_write),
              (select string_agg(id || ' ' || event, ',' order by id) from audit_entry
                where not refused),
              (select count(*) from electronic_signature),
              (select string_agg(id_ || ' ' || rev_, ',' order by id_) from act_ru_task),
              (select string_agg(id_ || ' ' || rev_, ',' order by id_) from act_ru_execution),
              (select string_agg(id_, ',' order by id_) from act_ru_event_subscr),
              (select string_agg(id_, ',' order by id_) from act_ru_variable),
              (select string_agg(id_ || coalesce(end_time_::text, ''), ',' order by id_)
                from act_hi_taskinst),
              (select string_agg(id_ || coalesce(end_time_::text, ''), ',' order by id_)
                from act_hi_actinst),
              (select string_agg(id_ || state_, ',' order by id_) from act_hi_procinst),
              (select count(*) from act_hi_varinst))""");
  }

  /** The newest refusal in the trail: its rule and its sentence. */
  public Refusal newestRefusal() {
    return new Refusal(
        database().answer("select rule from audit_entry where refused order by id desc limit 1"),
        database()
            .answer("select sentence from audit_entry where refused order by id desc limit 1"));
  }
}
