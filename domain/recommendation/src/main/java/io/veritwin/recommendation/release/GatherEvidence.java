package io.veritwin.recommendation.release;

import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.PlantGateway;
import io.veritwin.plant.PlantHistory;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Reading;
import io.veritwin.plant.Tag;
import io.veritwin.recommendation.accept.AcceptedRecord;
import io.veritwin.recommendation.observe.TwinBinding;
import io.veritwin.recommendation.observe.TwinBindings;
import io.veritwin.recommendation.recommend.InputPackage;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.ReviewTasks;
import io.veritwin.recommendation.recommend.UnitFacts;
import io.veritwin.recommendation.recommend.UnitFactsSource;
import io.veritwin.recommendation.release.ReleaseEvidence.ModelInForce;
import io.veritwin.recommendation.release.ReleaseEvidence.ReadingInUse;
import io.veritwin.recommendation.release.ReleaseEvidence.SignatureFinding;
import io.veritwin.recommendation.release.ReleaseEvidence.SignedLeaf;
import io.veritwin.records.log.LogHealth;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.VerifySignature;
import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.Receipts;
import io.veritwin.records.trail.Receipts.StoredReceipt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what the gates look at, with no transaction open: it asks the plant. A source that fails
 * leaves its place empty, and its gate answers NOT OK.
 */
@ApplicationScoped
public class GatherEvidence {

  private static final Logger LOG = LoggerFactory.getLogger(GatherEvidence.class);

  /** How old a reading may be where its tag names no limit. */
  static final Duration DEFAULT_AGE = Duration.ofSeconds(60);

  @Inject UnitFactsSource facts;
  @Inject AcceptedRecord record;
  @Inject VerifySignature signatures;
  @Inject Receipts receipts;
  @Inject SpentWrites spent;
  @Inject ReviewTasks tasks;
  @Inject TwinBindings bindings;
  @Inject PlantRegister register;
  @Inject PlantHistory history;
  @Inject PlantGateway plant;
  @Inject LogHealth log;
  @Inject Clock clock;

  /** The evidence about a signed recommendation now. */
  public ReleaseEvidence about(Recommendation r) {
    Optional<StoredReceipt> receipt =
        ask(() -> receipts.find(r.signatureEntry())).flatMap(found -> found);
    Optional<UnitFacts> now = ask(() -> facts.of(r.unit()));
    return new ReleaseEvidence(
        clock.instant(),
        r,
        ask(() -> signature(r)).flatMap(found -> found),
        receipt,
        receipt.flatMap(found -> ask(() -> leaf(found)).flatMap(leaf -> leaf)),
        ask(() -> spent.contains(r.useId())),
        now.flatMap(UnitFacts::model).map(m -> new ModelInForce(m.versionName(), m.digest())),
        now.flatMap(UnitFacts::batch),
        now.map(UnitFacts::link),
        ask(() -> readings(r)),
        now.flatMap(UnitFacts::space).map(space -> space.space()),
        ask(() -> plant.readBack(r.unit(), r.tag())),
        // Without a live link the plant says nothing of its actuator, and nothing is no "no".
        now.map(UnitFacts::link)
            .filter(LinkState::live)
            .flatMap(link -> ask(() -> plant.hasActuator(r.unit(), r.tag()))),
        ask(() -> plant.writeGranted(r.unit(), r.tag())),
        ask(() -> tasks.decisionOn(r.number())).flatMap(found -> found),
        ask(() -> log.reasonAgainstActs().map(Refusal::sentence)),
        now.map(UnitFacts::stopped));
  }

  /** Verifies the stored signature from its own bytes, and that it is over this very record. */
  private Optional<SignatureFinding> signature(Recommendation r) {
    Optional<Verdict<ElectronicSignature>> verified = signatures.numbered(r.signatureNumber());
    if (verified.isEmpty()) {
      return Optional.empty();
    }
    if (verified.get() instanceof Verdict.Refused<ElectronicSignature> refused) {
      return Optional.of(new SignatureFinding(false, refused.reason(), r.signedBy()));
    }
    ElectronicSignature signature = verified.get().orThrow();
    String digest = record.digest(r, BigDecimal.valueOf(r.acceptedValue()));
    return Optional.of(
        signature.recordDigest().equals(digest)
            ? new SignatureFinding(true, "The signature stands.", signature.signer().printedName())
            : new SignatureFinding(
                false,
                "The record is not what "
                    + signature.signer().printedName()
                    + " signed: its digest is "
                    + digest.substring(0, 8)
                    + ", signed was "
                    + signature.recordDigest().substring(0, 8)
                    + ".",
                signature.signer().printedName()));
  }

  /** What the signed leaf says; empty when it is none. */
  static Optional<SignedLeaf> leaf(StoredReceipt receipt) {
    AuditEntry entry = AuditEntry.read(receipt.leaf()).orThrow();
    Map<String, String> details = entry.details();
    if (!entry.event().equals("RECOMMENDATION_SIGNED")
        || !Stream.of(
                "workflow.task",
                "workflow.bpmn",
                "signature.record-digest",
                "write.value",
                "write.useId")
            .allMatch(details::containsKey)) {
      return Optional.empty();
    }
    return Optional.of(
        new SignedLeaf(
            entry.record().id(),
            details.get("workflow.task"),
            details.get("workflow.bpmn"),
            details.get("signature.record-digest"),
            Double.parseDouble(details.get("write.value")),
            details.get("write.useId")));
  }

  /** The readings without which the twin must not be believed, and the setpoint's own. */
  private List<ReadingInUse> readings(Recommendation r) {
    String structure = InputPackage.read(r.inputPackage()).structure();
    List<ReadingInUse> inUse = new ArrayList<>();
    Instant now = clock.instant();
    for (TwinBinding binding : bindings.of(r.unit(), structure)) {
      if (binding.required()) {
        inUse.add(reading(r.unit(), binding.tag(), now));
      }
    }
    return inUse;
  }

  private ReadingInUse reading(String unit, String tag, Instant now) {
    Duration allowed = register.tag(unit, tag).flatMap(Tag::maximumAge).orElse(DEFAULT_AGE);
    Optional<Reading> latest = history.latest(unit, tag);
    return new ReadingInUse(
        tag,
        latest.map(Reading::good).orElse(false),
        latest.map(reading -> reading.age(now)).orElse(Duration.ofDays(1)),
        allowed);
  }

  private static <T> Optional<T> ask(Supplier<T> source) {
    try {
      return Optional.ofNullable(source.get());
    } catch (Exception e) {
      LOG.warn("A source of release evidence could not be asked", e);
      return Optional.empty();
    }
  }
}
