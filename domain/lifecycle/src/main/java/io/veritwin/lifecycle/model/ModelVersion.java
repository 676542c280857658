package io.veritwin.lifecycle.model;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import io.veritwin.twin.model.ProcessModels;
import io.veritwin.twin.model.Quantity;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;

/**
 * One version of one model: a structure (code), its parameters (data), the data they came from and
 * the use it is meant for.
 *
 * <p>Its life: an engineer registers it as a <em>draft</em>; from then on nothing of it changes but
 * its state, and its digest says so. A signed change request makes it <em>submitted</em>; QA's
 * signature makes it <em>effective</em> or <em>rejected</em>. The next effective version of the
 * same model makes it <em>retired</em>. It feeds recommendations only while it is effective and
 * assigned, and while the running code has the approved digest. The moves live in {@link
 * VersionStage} and its types: a wrong order does not compile.
 */
@Entity
@Table(name = "model_version")
@Regulated
public class ModelVersion implements RegulatedRecord {

  /** "CHO-FB 1.0": model and number. */
  @Id String name;

  @Version int version;

  @Column(nullable = false, updatable = false)
  String model;

  @Column(nullable = false, updatable = false)
  int major;

  @Column(nullable = false, updatable = false)
  int minor;

  @Column(name = "structure_id", nullable = false, updatable = false)
  String structureId;

  @Column(name = "code_digest", nullable = false, updatable = false)
  String codeDigest;

  @Column(name = "parameters_digest", nullable = false, updatable = false)
  String parametersDigest;

  @Column(nullable = false, updatable = false)
  String digest;

  // Each by a statement of its own: joined, the three lists multiply each other and every row.
  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SELECT)
  @CollectionTable(
      name = "model_version_parameter",
      joinColumns = @JoinColumn(name = "model_version"))
  @OrderColumn(name = "position")
  List<ParameterValue> parameters = new ArrayList<>();

  /** Covariance of the calibrated parameters in the order of the structure; zero where fixed. */
  @Column(nullable = false, updatable = false)
  String covariance;

  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SELECT)
  @CollectionTable(name = "model_version_noise", joinColumns = @JoinColumn(name = "model_version"))
  @OrderColumn(name = "position")
  List<MeasuredNoise> noise = new ArrayList<>();

  @ElementCollection(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SELECT)
  @CollectionTable(name = "model_version_domain", joinColumns = @JoinColumn(name = "model_version"))
  @OrderColumn(name = "position")
  List<DomainRange> domain = new ArrayList<>();

  @Embedded IntendedUse intendedUse;

  @Column(name = "calibration_set", updatable = false)
  String calibrationSet;

  @Column(name = "calibration_digest", updatable = false)
  String calibrationDigest;

  @Column(name = "hold_out_set", nullable = false, updatable = false)
  String holdOutSet;

  @Column(name = "hold_out_digest", nullable = false, updatable = false)
  String holdOutDigest;

  /** True when any batch behind it, for calibration or for the test, is synthetic. */
  @Column(nullable = false, updatable = false)
  boolean synthetic;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  ModelVersionState state;

  @Column(name = "author_subject", nullable = false, updatable = false)
  String authorSubject;

  @Column(name = "author_name", nullable = false, updatable = false)
  String authorName;

  @Column(name = "registered_at", nullable = false, updatable = false)
  Instant registeredAt;

  @Column(name = "approver_subject")
  String approverSubject;

  @Column(name = "approver_name")
  String approverName;

  @Column(name = "approval_signature")
  String approvalSignature;

  @Column(name = "effective_at")
  Instant effectiveAt;

  @Column(name = "ended_at")
  Instant endedAt;

  @Column(name = "superseded_by")
  String supersededBy;

  protected ModelVersion() {}

  @Override
  public RecordRef recordRef() {
    return new RecordRef("model version", name, version + 1);
  }

  /** The version as the type of its state, with the moves open to it. */
  public VersionStage stage() {
    return VersionStage.of(this);
  }

  /** "CHO-FB 1.0". */
  public String name() {
    return name;
  }

  /** "CHO-FB". */
  public String model() {
    return model;
  }

  /** "1.0". */
  public String number() {
    return major + "." + minor;
  }

  public int major() {
    return major;
  }

  public int minor() {
    return minor;
  }

  public String structureId() {
    return structureId;
  }

  /** SHA-256 of the structure's code as it was when the version was registered. */
  public String codeDigest() {
    return codeDigest;
  }

  /** SHA-256 over structure, parameters, covariance and noise: what computes. */
  public String parametersDigest() {
    return parametersDigest;
  }

  /** SHA-256 over the whole canonical content: what is approved. */
  public String digest() {
    return digest;
  }

  /** In the order of the structure's parameters. */
  public List<ParameterValue> parameters() {
    return List.copyOf(parameters);
  }

  /** The parameter values in the order of the structure. */
  public double[] parameterValues() {
    return parameters.stream().mapToDouble(ParameterValue::value).toArray();
  }

  public double[][] covariance() {
    return MatrixText.read(covariance);
  }

  public List<MeasuredNoise> noise() {
    return List.copyOf(noise);
  }

  public List<DomainRange> domain() {
    return List.copyOf(domain);
  }

  public IntendedUse intendedUse() {
    return intendedUse;
  }

  /** Number of the calibration data set; {@code null} when every parameter was typed. */
  public String calibrationSet() {
    return calibrationSet;
  }

  public String calibrationDigest() {
    return calibrationDigest;
  }

  public String holdOutSet() {
    return holdOutSet;
  }

  public String holdOutDigest() {
    return holdOutDigest;
  }

  public boolean synthetic() {
    return synthetic;
  }

  public ModelVersionState state() {
    return state;
  }

  public String authorSubject() {
    return authorSubject;
  }

  public String authorName() {
    return authorName;
  }

  public Instant registeredAt() {
    return registeredAt;
  }

  /** Subject of the QA person who approved or rejected; {@code null} before. */
  public String approverSubject() {
    return approverSubject;
  }

  public String approverName() {
    return approverName;
  }

  public String approvalSignature() {
    return approvalSignature;
  }

  public Instant effectiveAt() {
    return effectiveAt;
  }

  public Instant endedAt() {
    return endedAt;
  }

  /** The version that took its place; {@code null} while none did. */
  public String supersededBy() {
    return supersededBy;
  }

  /** The outputs it claims to be credible for, by their titles. */
  public String credibleInWords() {
    return intendedUse.credibleOutputs().stream()
        .map(this::titleOf)
        .collect(Collectors.joining(", "));
  }

  /** What people call a quantity of its structure; "time" is process time. */
  public String titleOf(String quantity) {
    return quantity.equals("time")
        ? "Process time"
        : ProcessModels.find(structureId).stream()
            .flatMap(m -> Stream.of(m.outputs(), m.states(), m.inputs()).flatMap(List::stream))
            .filter(q -> q.id().equals(quantity))
            .map(Quantity::title)
            .findFirst()
            .orElse(quantity);
  }
}
