package io.veritwin.lifecycle.platform;

import io.veritwin.lifecycle.Outcome;
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
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The platform with this module's tables and entities: real beans, transactions, Hibernate, trail,
 * log and database. What stands in is the ceremony with the identity provider, whose second
 * transaction {@link #sign} carries out.
 */
public final class LifecyclePlatform implements AutoCloseable {

  public static final Person ENGINEER = person("engineer", "Jonas Weidl", "10311", Role.ENGINEER);
  public static final Person QA = person("qa", "Dr. Ines Albrecht", "10122", Role.QA);
  public static final Person QA2 = person("qa2", "Priya Nair", "10127", Role.QA);

  private static final List<String> MIGRATIONS =
      List.of(
          "/db/0300-create-data-sets.sql",
          "/db/0310-create-model-versions.sql",
          "/db/0320-create-change-requests.sql",
          "/db/0330-create-assignments.sql",
          "/db/0340-create-calibration-runs.sql",
          "/db/0341-offer-disposal-of-data.sql");

  private final TestPlatform platform;
  private final AtomicInteger signatures = new AtomicInteger();

  private LifecyclePlatform(TestPlatform platform) {
    this.platform = platform;
  }

  /** Starts with further bean classes, for example ports. */
  public static LifecyclePlatform start(Class<?>... beans) {
    return start(TestPlatform.builder(), beans);
  }

  /** The same without the log's worker, which would notice that a test changes the kind of site. */
  public static LifecyclePlatform startWithoutWorker(Class<?>... beans) {
    return start(TestPlatform.builder().withoutWorker(), beans);
  }

  private static LifecyclePlatform start(TestPlatform.Builder platform, Class<?>... beans) {
    return new LifecyclePlatform(
        platform
            .on(TestDatabase.create(MIGRATIONS))
            .with(MemoryWorkflow.class)
            .with(beans)
            .withEntities(
                ImportedBatch.class,
                DataSet.class,
                ModelVersion.class,
                StoredCalibration.class,
                ChangeRequest.class,
                AcceptanceCriterion.class,
                CheckResult.class,
                ValidationReport.class,
                SealedReport.class,
                ReportReading.class,
                Assignment.class)
            .start());
  }

  public static Person person(String username, String name, String number, Role... roles) {
    return new Person("sub-" + username, username, name, number, Set.of(roles));
  }

  public TestPlatform platform() {
    return platform;
  }

  public <T> T get(Class<T> bean) {
    return platform.get(bean);
  }

  public TestDatabase database() {
    return platform.database();
  }

  public <T> T inTransaction(Callable<T> useCase) throws Exception {
    return platform.inTransaction(useCase);
  }

  /** The result of an act that must not be refused. */
  public static <T> T done(Outcome<T> outcome) {
    if (outcome instanceof Outcome.Refused<T> refused) {
      throw new AssertionError("refused: " + refused.reasons());
    }
    return ((Outcome.Done<T>) outcome).value();
  }

  /** The rules that refused an act. */
  public static List<String> rules(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Refused<?> refused) {
      return refused.reasons().stream().map(Refusal::rule).toList();
    }
    throw new AssertionError("it was not refused");
  }

  /** What stands against a signature, by rule. */
  public List<String> rulesAgainst(
      Class<? extends SignableAct> act, String record, Person signer, Map<String, String> choices)
      throws Exception {
    return inTransaction(
        () -> {
          SignableAct bean = get(act);
          return bean
              .reasonsAgainst(new SigningRequest(bean.name(), record, signer, choices))
              .stream()
              .map(Refusal::rule)
              .toList();
        });
  }

  /** The second transaction of the ceremony: every check again, entry, effect, or nothing of it. */
  public ElectronicSignature sign(
      Class<? extends SignableAct> act, String record, Person signer, Map<String, String> choices)
      throws Exception {
    return inTransaction(
        () -> {
          SignableAct bean = get(act);
          SigningRequest request = new SigningRequest(bean.name(), record, signer, choices);
          List<Refusal> against = bean.reasonsAgainst(request);
          if (!against.isEmpty()) {
            throw new AssertionError("refused: " + against);
          }
          FrozenRecord frozen = bean.freeze(request);
          String number = "S-" + signatures.incrementAndGet();
          long entry =
              get(AuditTrail.class)
                  .record(
                      AuditEvent.of(
                              bean.signedEvent(), signer, frozen.record(), frozen.meaningSentence())
                          .with(bean.signedDetails(request)));
          String digest = Digests.hex(frozen.canonical());
          ElectronicSignature signature =
              new ElectronicSignature(
                  number,
                  frozen.record(),
                  frozen.meaning(),
                  signer,
                  platform.clock().instant().truncatedTo(ChronoUnit.MICROS),
                  digest,
                  digest,
                  choices.getOrDefault("remark", choices.getOrDefault("reason", "")),
                  "",
                  entry);
          bean.carryOut(request, signature);
          return signature;
        });
  }

  @Override
  public void close() {
    platform.close();
  }
}
