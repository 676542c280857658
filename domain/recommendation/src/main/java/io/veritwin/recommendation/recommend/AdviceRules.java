package io.veritwin.recommendation.recommend;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.PhaseState;
import io.veritwin.records.signature.Refusal;
import io.veritwin.twin.forecast.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What must be true of a unit before a setpoint is proposed for it, and while a proposal stands
 * (S88-01, S88-02, P11-11, A22-13). All reasons at once, in the order in which a person acts on
 * them.
 */
public final class AdviceRules {

  /** Above this many process seconds in one second nobody could decide in time. */
  public static final double FASTEST = 60;

  /** How far the estimate may trail the process, hours of process time. */
  static final double ESTIMATE_TRAILS = 0.5;

  /** A silence of the plant this long takes a proposal back. */
  static final Duration SILENCE = Duration.ofSeconds(30);

  private AdviceRules() {}

  /** Every reason why nothing may be proposed for the unit now. */
  public static List<Refusal> reasonsAgainstProposing(UnitFacts f) {
    List<Refusal> reasons = new ArrayList<>();
    if (f.stopped()) {
      reasons.add(new Refusal("REC-30", "Advice for " + f.unit() + " is stopped."));
    }
    if (f.space().isEmpty()) {
      reasons.add(
          new Refusal("REC-31", "No signed design space is in force for " + f.unit() + "."));
    }
    if (f.model().isEmpty()) {
      reasons.add(new Refusal("REC-32", f.noModelBecause()));
    }
    if (f.space().isPresent() && f.model().isPresent()) {
      f.space().get().space().limits().stream()
          .map(Limit::outputId)
          .filter(output -> !f.model().get().credibleFor(output))
          .distinct()
          .forEach(
              output ->
                  reasons.add(
                      new Refusal(
                          "REC-39",
                          f.model().get().versionName()
                              + " does not claim to be credible for "
                              + title(f, output)
                              + " ("
                              + output
                              + "), on which "
                              + f.space().get().reference()
                              + " sets a limit. An engineer registers a version that claims it.")));
    }
    if (!f.link().live()) {
      reasons.add(new Refusal("REC-33", "The readings are old: " + f.link().words()));
    }
    f.batch()
        .ifPresentOrElse(
            batch -> phase(f.unit(), batch, reasons),
            () ->
                reasons.add(
                    new Refusal(
                        "REC-34", "The plant does not say which batch " + f.unit() + " runs.")));
    if (f.setpoint().isEmpty()) {
      reasons.add(new Refusal("REC-36", "The setpoint in force is not known."));
    }
    if (f.estimate().isEmpty()) {
      reasons.add(new Refusal("REC-37", "There is no estimate of this batch yet."));
    } else if (f.batch().isPresent()
        && f.batch().get().processTimeHours() - f.estimate().get().processTime()
            > ESTIMATE_TRAILS) {
      reasons.add(new Refusal("REC-37", "The estimate is still catching up with the process."));
    }
    return reasons;
  }

  private static String title(UnitFacts f, String output) {
    return f.model().get().model().outputs().stream()
        .filter(q -> q.id().equals(output))
        .map(q -> q.title().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse(output);
  }

  private static void phase(String unit, BatchContext batch, List<Refusal> reasons) {
    if (batch.state() != PhaseState.RUNNING) {
      reasons.add(
          new Refusal(
              "REC-34",
              "Phase " + batch.phase() + " of " + unit + " is " + batch.state().inWords() + "."));
    }
    if (batch.speed() > FASTEST) {
      reasons.add(
          new Refusal(
              "REC-35",
              "The process runs "
                  + Math.round(batch.speed())
                  + " times faster than the clock; above "
                  + Math.round(FASTEST)
                  + " times nobody could decide in time."));
    }
  }

  /**
   * The first reason why a standing proposal must be taken back; {@code null} when it may stand.
   */
  public static Refusal reasonToWithdraw(Recommendation r, UnitFacts f) {
    if (f.stopped()) {
      return new Refusal("REC-30", "Advice for " + r.unit() + " was stopped.");
    }
    if (f.batch().isPresent()) {
      BatchContext batch = f.batch().get();
      if (!batch.batchId().equals(r.batch())) {
        return new Refusal("REC-34", r.unit() + " now runs batch " + batch.batchId() + ".");
      }
      if (batch.state() != PhaseState.RUNNING && batch.state() != PhaseState.UNKNOWN) {
        return new Refusal(
            "REC-34",
            "Phase " + batch.phase() + " of " + r.unit() + " is " + batch.state().inWords() + ".");
      }
      if (!batch.phase().equals(r.phase())) {
        return new Refusal("REC-34", r.unit() + " went on to phase " + batch.phase() + ".");
      }
      if (batch.speed() > FASTEST) {
        return new Refusal("REC-35", "The process was set to run faster than a person can decide.");
      }
    }
    if (!f.link().live()
        && (f.link().lastValueAt() == null
            || Duration.between(f.link().lastValueAt(), f.at()).compareTo(SILENCE) > 0)) {
      return new Refusal("REC-33", "The readings are old: " + f.link().words());
    }
    if (f.model().isEmpty() || !f.model().get().digest().equals(r.modelDigest())) {
      return new Refusal(
          "REC-32", r.modelVersion() + " is no longer the effective model of " + r.unit() + ".");
    }
    if (f.space().isEmpty() || !f.space().get().reference().equals(r.designSpace())) {
      return new Refusal("REC-31", r.designSpace() + " is no longer in force.");
    }
    if (f.space().get().signed() && !InputPackage.read(r.inputPackage()).space().signed()) {
      return new Refusal(
          "REC-31",
          r.designSpace() + " was signed by " + f.space().get().approvedBy() + " in the meantime.");
    }
    if (f.setpointRead()
        && f.setpoint().get().doubleValue() != r.currentValue()
        && f.link().live()) {
      return new Refusal(
          "REC-36",
          r.tag()
              + " was set to "
              + f.setpoint().get().toPlainString()
              + " "
              + r.valueUnit()
              + " at the plant; the proposal started from "
              + r.currentValue()
              + ".");
    }
    return null;
  }
}
