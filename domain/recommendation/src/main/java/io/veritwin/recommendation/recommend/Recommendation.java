package io.veritwin.recommendation.recommend;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/**
 * One recommendation to set one value of the plant, from its proposal to its outcome.
 *
 * <p>Its life: the recommender stores it <em>proposed</em>, with the package of inputs it was
 * computed from and the forecast, both under digests. A hold, an abort, old data, a better proposal
 * or its expiry ends it unsigned; an operator rejects it, or accepts it, perhaps with a value
 * nearer to the current setpoint, and signs. <em>Signed</em>, it waits until the log covers the
 * signature; the release worker then asks every gate, commits the intent (<em>sending</em>), writes
 * once (<em>written</em>), reads back (<em>confirmed</em>) and watches the effect. When the answer
 * of the plant is lost it is <em>unknown</em> until the plant can be read again; it is never sent
 * twice. The moves live in {@link RecommendationStage} and its types: a wrong order does not
 * compile.
 */
@Entity
@Table(name = "recommendation")
@Regulated
public class Recommendation implements RegulatedRecord {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "recommendation_seq")
  @SequenceGenerator(
      name = "recommendation_seq",
      sequenceName = "recommendation_seq",
      allocationSize = 1)
  Long id;

  @Version int version;

  @Column(nullable = false, updatable = false)
  String unit;

  @Column(nullable = false, updatable = false)
  String product;

  @Column(nullable = false, updatable = false)
  String batch;

  @Column(nullable = false, updatable = false)
  String phase;

  @Column(name = "process_time", nullable = false, updatable = false)
  double processTime;

  @Column(nullable = false, updatable = false)
  String tag;

  @Column(name = "node_id", nullable = false, updatable = false)
  String nodeId;

  @Column(name = "value_unit", nullable = false, updatable = false)
  String valueUnit;

  @Column(name = "current_value", nullable = false, updatable = false)
  double currentValue;

  @Column(name = "proposed_value", nullable = false, updatable = false)
  double proposedValue;

  @Column(name = "accepted_value")
  Double acceptedValue;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  RecommendationState state;

  @Column(name = "proposed_at", nullable = false, updatable = false)
  Instant proposedAt;

  @Column(name = "expires_at", nullable = false, updatable = false)
  Instant expiresAt;

  @Column(name = "use_id", nullable = false, updatable = false)
  String useId;

  @Column(name = "model_version", nullable = false, updatable = false)
  String modelVersion;

  @Column(name = "model_digest", nullable = false, updatable = false)
  String modelDigest;

  /** Reference of the design space it was computed in; the space itself is in the package. */
  @Column(name = "design_space", nullable = false, updatable = false)
  String designSpace;

  @Column(name = "estimate_id", nullable = false, updatable = false)
  long estimateId;

  @Column(name = "input_package", nullable = false, updatable = false)
  String inputPackage;

  @Column(name = "input_digest", nullable = false, updatable = false)
  String inputDigest;

  @Column(nullable = false, updatable = false)
  String forecast;

  @Column(name = "forecast_digest", nullable = false, updatable = false)
  String forecastDigest;

  @Column(nullable = false, updatable = false)
  long seed;

  @Column(name = "engine_build", nullable = false, updatable = false)
  String engineBuild;

  @Column(nullable = false, updatable = false)
  String confidence;

  /** The number of the recommendation whose effect was breached and which this one takes back. */
  @Column(name = "takes_back", updatable = false)
  String takesBack;

  @Column(name = "task_id")
  String taskId;

  @Column(name = "bpmn_digest")
  String bpmnDigest;

  @Column(name = "signature_number")
  String signatureNumber;

  @Column(name = "signature_entry")
  Long signatureEntry;

  @Column(name = "signed_digest")
  String signedDigest;

  @Column(name = "signed_by")
  String signedBy;

  @Column(name = "signed_at")
  Instant signedAt;

  @Column(name = "signer_remark")
  String signerRemark;

  @Column(name = "gate_answers")
  String gateAnswers;

  @Column(name = "gates_at")
  Instant gatesAt;

  @Column(name = "intent_entry")
  Long intentEntry;

  @Column(name = "intent_at")
  Instant intentAt;

  @Column(name = "written_at")
  Instant writtenAt;

  @Column(name = "write_status")
  Long writeStatus;

  /** Time between the last gate's answer and the write, in microseconds. */
  @Column(name = "write_window_us")
  Long writeWindowMicros;

  @Column(name = "read_back_value")
  Double readBackValue;

  @Column(name = "read_back_at")
  Instant readBackAt;

  @Column(name = "closed_at")
  Instant closedAt;

  @Column(name = "closed_rule")
  String closedRule;

  @Column(name = "closed_sentence")
  String closedSentence;

  @Enumerated(EnumType.STRING)
  @Column(name = "effect")
  Effect effect;

  @Column(name = "effect_until")
  Instant effectUntil;

  @Column(name = "effect_sentence")
  String effectSentence;

  @Column(name = "effect_at")
  Instant effectAt;

  protected Recommendation() {}

  /** What became of the effect that the forecast promised. */
  public enum Effect {
    WATCHING("being watched"),
    INSIDE("stayed inside the forecast band"),
    BREACHED("left the forecast band"),
    SUPERSEDED("no longer watched, another setpoint is in force");

    private final String inWords;

    Effect(String inWords) {
      this.inWords = inWords;
    }

    public String inWords() {
      return inWords;
    }
  }

  /** "P-0412". */
  public String number() {
    return numberOf(id);
  }

  static String numberOf(long id) {
    return String.format("P-%04d", id);
  }

  /**
   * The key behind a number as people write it.
   *
   * @throws IllegalArgumentException when {@code number} is not of the form P-0412
   */
  public static long keyOf(String number) {
    if (number == null || !number.matches("P-\\d{1,12}")) {
      throw new IllegalArgumentException(
          "a recommendation's number looks like P-0412, got " + number);
    }
    return Long.parseLong(number.substring(2));
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("recommendation", number(), version + 1);
  }

  /** The recommendation as the type of its state, with the moves open to it. */
  public RecommendationStage stage() {
    return RecommendationStage.of(this);
  }

  public String unit() {
    return unit;
  }

  public String product() {
    return product;
  }

  public String batch() {
    return batch;
  }

  /** The ISA-88 phase when it was proposed. */
  public String phase() {
    return phase;
  }

  /** Process time when it was proposed, in hours. */
  public double processTime() {
    return processTime;
  }

  /** The setpoint's tag, for example FIC-204.SP. */
  public String tag() {
    return tag;
  }

  public String nodeId() {
    return nodeId;
  }

  /** Unit of all values, UCUM. */
  public String valueUnit() {
    return valueUnit;
  }

  /** The plant's setpoint when it was proposed. */
  public double currentValue() {
    return currentValue;
  }

  public double proposedValue() {
    return proposedValue;
  }

  /** The value that was signed; {@code null} before. */
  public Double acceptedValue() {
    return acceptedValue;
  }

  public RecommendationState state() {
    return state;
  }

  public Instant proposedAt() {
    return proposedAt;
  }

  public Instant expiresAt() {
    return expiresAt;
  }

  /** The single-use id of the one write this recommendation may cause. */
  public String useId() {
    return useId;
  }

  /** The model version's name for people, for example "CHO-FB 1.3". */
  public String modelVersion() {
    return modelVersion;
  }

  public String modelDigest() {
    return modelDigest;
  }

  public String designSpace() {
    return designSpace;
  }

  public long estimateId() {
    return estimateId;
  }

  /** Everything the forecast was computed from, as canonical JSON. */
  public String inputPackage() {
    return inputPackage;
  }

  public String inputDigest() {
    return inputDigest;
  }

  /** The whole answer of forecast and optimiser, as canonical JSON. */
  public String forecast() {
    return forecast;
  }

  public String forecastDigest() {
    return forecastDigest;
  }

  public long seed() {
    return seed;
  }

  public String engineBuild() {
    return engineBuild;
  }

  /** How far the scenarios agree, in a sentence. */
  public String confidence() {
    return confidence;
  }

  public String takesBack() {
    return takesBack;
  }

  public String taskId() {
    return taskId;
  }

  public String bpmnDigest() {
    return bpmnDigest;
  }

  public String signatureNumber() {
    return signatureNumber;
  }

  public Long signatureEntry() {
    return signatureEntry;
  }

  public String signedDigest() {
    return signedDigest;
  }

  public String signedBy() {
    return signedBy;
  }

  public Instant signedAt() {
    return signedAt;
  }

  public String signerRemark() {
    return signerRemark;
  }

  /** The answers of the release gates as JSON; {@code null} before they ran. */
  public String gateAnswers() {
    return gateAnswers;
  }

  public Instant gatesAt() {
    return gatesAt;
  }

  public Long intentEntry() {
    return intentEntry;
  }

  public Instant intentAt() {
    return intentAt;
  }

  public Instant writtenAt() {
    return writtenAt;
  }

  /** The status code of the one node written. */
  public Long writeStatus() {
    return writeStatus;
  }

  public Long writeWindowMicros() {
    return writeWindowMicros;
  }

  public Double readBackValue() {
    return readBackValue;
  }

  public Instant readBackAt() {
    return readBackAt;
  }

  public Instant closedAt() {
    return closedAt;
  }

  /** The rule that closed it, for example REL-06; {@code null} when none did. */
  public String closedRule() {
    return closedRule;
  }

  /** How it ended, in one plain sentence; {@code null} while it is open. */
  public String closedSentence() {
    return closedSentence;
  }

  public Effect effect() {
    return effect;
  }

  public Instant effectUntil() {
    return effectUntil;
  }

  public String effectSentence() {
    return effectSentence;
  }

  public Instant effectAt() {
    return effectAt;
  }
}
