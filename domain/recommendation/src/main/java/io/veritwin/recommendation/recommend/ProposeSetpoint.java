package io.veritwin.recommendation.recommend;

import io.veritwin.lifecycle.assignment.EffectiveModel;
import io.veritwin.plant.BatchContext;
import io.veritwin.recommendation.observe.EstimateContent;
import io.veritwin.recommendation.observe.TwinEstimate;
import io.veritwin.records.identity.Machine;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Propose a setpoint: stores what was computed as a recommendation that waits for a person, opens
 * its review, and says so in the trail, together (URS-405).
 */
@ApplicationScoped
public class ProposeSetpoint {

  /** The machine that proposes. */
  public static final Machine RECOMMENDER = new Machine("recommender");

  /** How long a person has to decide, on the wall clock. */
  public static final Duration EXPIRY = Duration.ofMinutes(20);

  @Inject Recommendations recommendations;
  @Inject ReviewTasks tasks;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  protected ProposeSetpoint() {}

  /** With its parts given. */
  public ProposeSetpoint(
      Recommendations recommendations, ReviewTasks tasks, AuditTrail trail, Clock clock) {
    this.recommendations = recommendations;
    this.tasks = tasks;
    this.trail = trail;
    this.clock = clock;
  }

  /**
   * The package for a computation about the unit as the facts show it. The facts must give no
   * reason against proposing.
   */
  public static InputPackage packageOf(UnitFacts f, BigDecimal takeBackTo) {
    EffectiveModel model = f.model().orElseThrow();
    TwinEstimate estimate = f.estimate().orElseThrow();
    EstimateContent content = EstimateContent.read(estimate.content());
    DesignSpace space = f.space().orElseThrow().space();
    double[] inputs = content.inputs().clone();
    // What is fed when nobody acts is the setpoint in force, not the noise of its measurement.
    inputs[model.model().inputIndex(space.input())] =
        space.toInput(f.setpoint().orElseThrow()).doubleValue();
    return new InputPackage(
        f.unit(),
        estimate.batch(),
        model.model().structureId(),
        model.model().codeDigest(),
        model.versionName(),
        model.digest(),
        model.parameters(),
        model.covariance(),
        estimate.digest(),
        content.state(),
        content.reference(),
        inputs,
        f.setpoint().orElseThrow(),
        space,
        InputPackage.SCENARIOS,
        InputPackage.seedFrom(estimate.digest()),
        InputPackage.ENGINE,
        takeBackTo);
  }

  /**
   * Stores the recommendation.
   *
   * @param takesBack number of the recommendation whose effect was breached; {@code null} otherwise
   */
  @Transactional
  public Recommendation store(
      UnitFacts f, InputPackage input, StoredForecast forecast, String takesBack) {
    Instant now = clock.instant();
    BatchContext batch = f.batch().orElseThrow();
    DesignSpace space = input.space();
    Recommendation r = new Recommendation();
    r.unit = f.unit();
    r.product = f.product();
    r.batch = batch.batchId();
    r.phase = batch.phase();
    r.processTime = input.state().time();
    r.tag = space.tag();
    r.nodeId = f.nodeId();
    r.valueUnit = space.unit();
    r.currentValue = forecast.currentValue().doubleValue();
    r.proposedValue = forecast.value().doubleValue();
    r.state = RecommendationState.PROPOSED;
    r.proposedAt = now;
    r.expiresAt = now.plus(EXPIRY);
    r.useId = UUID.randomUUID().toString();
    r.modelVersion = input.modelVersion();
    r.modelDigest = input.modelDigest();
    r.designSpace = space.reference();
    r.estimateId = f.estimate().orElseThrow().id();
    r.inputPackage = input.text();
    r.inputDigest = Canonical.digest(r.inputPackage);
    r.forecast = forecast.text();
    r.forecastDigest = Canonical.digest(r.forecast);
    r.seed = input.seed();
    r.engineBuild = input.engine();
    r.confidence = forecast.confidence();
    r.takesBack = takesBack;
    recommendations.store(r);
    new ProposedRecommendation(r).assignTask(tasks.open(r));
    trail.record(
        AuditEvent.of(
                "RECOMMENDATION_PROPOSED",
                RECOMMENDER,
                r.recordRef(),
                "Proposed for "
                    + r.unit
                    + ": set "
                    + r.tag
                    + " from "
                    + space.number(forecast.currentValue())
                    + " to "
                    + space.words(forecast.value())
                    + ". Nothing is written until an operator signs.")
            .with(
                Map.of(
                    "input.digest", r.inputDigest,
                    "forecast.digest", r.forecastDigest,
                    "model.version", r.modelVersion,
                    "model.digest", r.modelDigest,
                    "designSpace", space.reference() + " " + space.digest(),
                    "seed", Long.toString(r.seed),
                    "engine", r.engineBuild,
                    "expires", r.expiresAt.toString(),
                    "workflow.task", r.taskId,
                    "workflow.bpmn", r.bpmnDigest)));
    return r;
  }

  /** Says in the trail that nothing was proposed although a look was due (A22-12). */
  @Transactional
  public void noteNothing(String unit, String event, String sentence) {
    trail.record(AuditEvent.of(event, RECOMMENDER, new RecordRef("unit", unit, 1), sentence));
  }
}
