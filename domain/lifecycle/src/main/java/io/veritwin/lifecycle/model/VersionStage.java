package io.veritwin.lifecycle.model;

import io.veritwin.records.signature.ElectronicSignature;
import java.time.Instant;

/** A model version as the type of its state: each type offers only the moves open to it. */
public sealed interface VersionStage {

  ModelVersion modelVersion();

  /** The stage of a version as it stands. */
  static VersionStage of(ModelVersion v) {
    return switch (v.state) {
      case DRAFT -> new DraftVersion(v);
      case SUBMITTED -> new SubmittedVersion(v);
      case EFFECTIVE -> new EffectiveVersion(v);
      case REJECTED -> new RejectedVersion(v);
      case RETIRED -> new RetiredVersion(v);
    };
  }

  /** Registered; a signed change request submits it. */
  record DraftVersion(ModelVersion modelVersion) implements VersionStage {
    public DraftVersion {
      require(modelVersion, ModelVersionState.DRAFT);
    }

    public SubmittedVersion submit() {
      require(modelVersion, ModelVersionState.DRAFT);
      modelVersion.state = ModelVersionState.SUBMITTED;
      return new SubmittedVersion(modelVersion);
    }
  }

  /** Waits for its checks and for QA. */
  record SubmittedVersion(ModelVersion modelVersion) implements VersionStage {
    public SubmittedVersion {
      require(modelVersion, ModelVersionState.SUBMITTED);
    }

    /** Approves it by {@code signature}. */
    public EffectiveVersion approve(ElectronicSignature signature) {
      require(modelVersion, ModelVersionState.SUBMITTED);
      note(signature);
      modelVersion.state = ModelVersionState.EFFECTIVE;
      modelVersion.effectiveAt = signature.signedAt();
      return new EffectiveVersion(modelVersion);
    }

    /** Rejects it by {@code signature}, for the reason given there. */
    public RejectedVersion reject(ElectronicSignature signature) {
      require(modelVersion, ModelVersionState.SUBMITTED);
      note(signature);
      modelVersion.state = ModelVersionState.REJECTED;
      modelVersion.endedAt = signature.signedAt();
      return new RejectedVersion(modelVersion);
    }

    private void note(ElectronicSignature signature) {
      modelVersion.approverSubject = signature.signer().subject();
      modelVersion.approverName = signature.signer().printedName();
      modelVersion.approvalSignature = signature.number();
    }
  }

  /** Approved; it may be assigned, until its successor retires it. */
  record EffectiveVersion(ModelVersion modelVersion) implements VersionStage {
    public EffectiveVersion {
      require(modelVersion, ModelVersionState.EFFECTIVE);
    }

    /** Its successor is being approved. */
    public RetiredVersion retire(SubmittedVersion successor, Instant at) {
      require(modelVersion, ModelVersionState.EFFECTIVE);
      modelVersion.state = ModelVersionState.RETIRED;
      modelVersion.supersededBy = successor.modelVersion().name;
      modelVersion.endedAt = at;
      return new RetiredVersion(modelVersion);
    }
  }

  /** QA rejected it; it stays on record. */
  record RejectedVersion(ModelVersion modelVersion) implements VersionStage {}

  /** A later version took its place; it stays on record. */
  record RetiredVersion(ModelVersion modelVersion) implements VersionStage {}

  private static void require(ModelVersion v, ModelVersionState expected) {
    if (v.state != expected) {
      throw new IllegalStateException(
          v.name + " is " + v.state.inWords() + ", not " + expected.inWords());
    }
  }
}
