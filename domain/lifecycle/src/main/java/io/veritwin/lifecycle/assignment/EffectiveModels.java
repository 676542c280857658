package io.veritwin.lifecycle.assignment;

import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersionState;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.lifecycle.model.VersionDigests;
import io.veritwin.records.identity.Machine;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Which version may compute for a unit now (URS-325, A22-13). Asked at every load and by a timer;
 * what runs is compared with what was approved each time, never from memory.
 */
@ApplicationScoped
public class EffectiveModels {

  private static final Machine GUARD = new Machine("model guard");

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject ModelVersions versions;

  /** How a structure's code is found; a test puts altered code in its place. */
  Function<String, Optional<ProcessModel>> code = ProcessModels::find;

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * The assigned, effective version whose running code and parameters have the approved digest.
   * Empty otherwise; when only a digest differs, the mismatch goes to the trail, once per
   * assignment and running digest.
   */
  @Transactional
  public Optional<EffectiveModel> forUnit(String unit, String product, String use) {
    Optional<Assignment> assignment = assignment(unit, product, use);
    if (assignment.isEmpty()) {
      return Optional.empty();
    }
    ModelVersion version = versions.find(assignment.get().modelVersion()).orElseThrow();
    if (version.state() != ModelVersionState.EFFECTIVE) {
      return Optional.empty();
    }
    Optional<String> mismatch = mismatch(assignment.get(), version);
    if (mismatch.isPresent()) {
      tell(assignment.get(), version, mismatch.get());
      return Optional.empty();
    }
    ProcessModel model = code.apply(version.structureId()).orElseThrow();
    return Optional.of(
        new EffectiveModel(
            version.name(),
            version.digest(),
            model,
            version.parameterValues(),
            version.covariance(),
            version.noise(),
            version.domain(),
            version.intendedUse(),
            assignment.get().number(),
            version.synthetic()));
  }

  /** Why {@link #forUnit} gives none, in one sentence; empty when it gives one. */
  @Transactional
  public Optional<String> whyNone(String unit, String product, String use) {
    Optional<Assignment> assignment = assignment(unit, product, use);
    if (assignment.isEmpty()) {
      return Optional.of(
          "No model version is assigned to " + unit + " for " + use + " with " + product + ".");
    }
    ModelVersion version = versions.find(assignment.get().modelVersion()).orElseThrow();
    if (version.state() != ModelVersionState.EFFECTIVE) {
      return Optional.of(
          version.name()
              + ", assigned to "
              + unit
              + ", is "
              + version.state().inWords()
              + (version.supersededBy() == null
                  ? "."
                  : "; " + version.supersededBy() + " is not assigned yet."));
    }
    return mismatch(assignment.get(), version)
        .map(words -> version.name() + " does not compute: " + words);
  }

  /** The assignment that holds, whether or not its version may compute. */
  public Optional<Assignment> assignment(String unit, String product, String use) {
    return entities
        .createQuery(
            "select a from Assignment a where a.unit = :unit and a.product = :product"
                + " and a.use = :use and a.endedAt is null",
            Assignment.class)
        .setParameter("unit", unit)
        .setParameter("product", product)
        .setParameter("use", use)
        .getResultStream()
        .findFirst();
  }

  /** Every assignment that holds, for the list of models. */
  public List<Assignment> assignments() {
    return entities
        .createQuery(
            "select a from Assignment a where a.endedAt is null order by a.unit, a.product, a.use",
            Assignment.class)
        .getResultList();
  }

  /** Every assignment of a version, also those that have ended, oldest first. */
  public List<Assignment> assignmentsOf(String modelVersion) {
    return entities
        .createQuery(
            "select a from Assignment a where a.modelVersion = :version"
                + " order by a.signature.signedAt, a.number",
            Assignment.class)
        .setParameter("version", modelVersion)
        .getResultList();
  }

  /** What of a version is no longer what was approved, in words; empty when all is equal. */
  Optional<String> mismatch(ModelVersion version) {
    Optional<ProcessModel> running = code.apply(version.structureId());
    if (running.isEmpty()) {
      return Optional.of("this installation has no structure " + version.structureId() + ".");
    }
    String digest = running.get().codeDigest();
    if (!digest.equals(version.codeDigest())) {
      return Optional.of(
          "the running code has the digest "
              + digest.substring(0, 8)
              + ", approved is "
              + version.codeDigest().substring(0, 8)
              + ".");
    }
    if (!VersionDigests.parameters(version).equals(version.parametersDigest())
        || !VersionDigests.whole(version).equals(version.digest())) {
      return Optional.of("its stored content no longer has the approved digest.");
    }
    return Optional.empty();
  }

  private Optional<String> mismatch(Assignment assignment, ModelVersion version) {
    return assignment.modelDigest().equals(version.digest())
        ? mismatch(version)
        : Optional.of("it is not the content that was assigned.");
  }

  private void tell(Assignment assignment, ModelVersion version, String words) {
    if (told.add(assignment.number() + " " + words)) {
      trail.recordRefusal(
          AuditEvent.refused(
              "MODEL_DIGEST_MISMATCH",
              GUARD,
              version.recordRef(),
              version.name() + " does not compute for " + assignment.unit() + ": " + words,
              "LIF-20"));
    }
  }
}
