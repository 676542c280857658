package io.veritwin.workflow.recommendation;

import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.ReviewTasks;
import io.veritwin.workflow.engine.UserTasks;
import io.veritwin.workflow.engine.WorkflowEngine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/**
 * {@link ReviewTasks} over the engine: one instance of "Review a recommendation" per
 * recommendation.
 */
@ApplicationScoped
public class EngineReviewTasks implements ReviewTasks {

  static final String PROCESS = "review-recommendation";
  static final String REVIEW = "review";
  static final String WITHDRAWN = "RECOMMENDATION_WITHDRAWN";
  static final String RELEASE_ENDED = "RELEASE_ENDED";

  private WorkflowEngine engine;
  private UserTasks reviews;

  protected EngineReviewTasks() {}

  @Inject
  public EngineReviewTasks(WorkflowEngine engine) {
    this.engine = engine;
    this.reviews = new UserTasks(engine::engine, PROCESS, REVIEW);
  }

  @Override
  public ReviewTask open(Recommendation recommendation) {
    reviews.start(
        recommendation.number(),
        Map.of(
            "unit", recommendation.unit(),
            "batch", recommendation.batch(),
            "dueDate", Date.from(recommendation.expiresAt())));
    return reviews
        .open(recommendation.number())
        .map(task -> new ReviewTask(task.taskId(), task.bpmnDigest()))
        .orElseThrow();
  }

  @Override
  public void complete(SignedDecision decision) {
    reviews.complete(
        decision.recommendation(),
        new UserTasks.Decision(
            new UserTasks.Named(decision.task().taskId(), decision.task().bpmnDigest()),
            decision.outcome(),
            decision.recordDigest(),
            decision.signature(),
            decision.auditEntryId()));
  }

  @Override
  public void withdraw(String recommendation, String reason) {
    reviews.takeBack(recommendation, WITHDRAWN, Map.of("withdrawnBecause", reason));
  }

  @Override
  public void releaseEnded(String recommendation, String outcome) {
    engine
        .engine()
        .getRuntimeService()
        .createMessageCorrelation(RELEASE_ENDED)
        .processInstanceBusinessKey(recommendation)
        .setVariable("releaseOutcome", outcome)
        .correlateAllWithResult();
  }

  @Override
  public Optional<SignedDecision> decisionOn(String recommendation) {
    return reviews
        .decisionOn(recommendation)
        .map(
            d ->
                new SignedDecision(
                    recommendation,
                    new ReviewTask(d.task().taskId(), d.task().bpmnDigest()),
                    d.outcome(),
                    d.recordDigest(),
                    d.signature(),
                    d.auditEntryId()));
  }
}
