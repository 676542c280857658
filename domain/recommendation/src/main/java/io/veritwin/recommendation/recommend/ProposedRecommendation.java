package io.veritwin.recommendation.recommend;

import io.veritwin.records.signature.ElectronicSignature;
import java.time.Instant;

/** Waits for a person. It can be accepted, rejected or withdrawn, or it expires. */
public record ProposedRecommendation(Recommendation recommendation) implements RecommendationStage {

  public ProposedRecommendation {
    StageMoves.require(recommendation, RecommendationState.PROPOSED);
  }

  /** The workflow's task for this proposal, kept so that a signed decision can name it. */
  public void assignTask(ReviewTasks.ReviewTask task) {
    StageMoves.require(recommendation, RecommendationState.PROPOSED);
    recommendation.taskId = task.taskId();
    recommendation.bpmnDigest = task.bpmnDigest();
  }

  /** Accepts {@code value} by {@code signature}. */
  public SignedRecommendation sign(double value, ElectronicSignature signature) {
    StageMoves.require(recommendation, RecommendationState.PROPOSED);
    recommendation.state = RecommendationState.SIGNED;
    recommendation.acceptedValue = value;
    note(signature);
    return new SignedRecommendation(recommendation);
  }

  /** Rejects it by {@code signature}, for the reason given there. */
  public EndedRecommendation reject(ElectronicSignature signature, String sentence) {
    StageMoves.require(recommendation, RecommendationState.PROPOSED);
    note(signature);
    return StageMoves.end(
        recommendation, RecommendationState.REJECTED, null, sentence, signature.signedAt());
  }

  public EndedRecommendation withdraw(String rule, String sentence, Instant at) {
    StageMoves.require(recommendation, RecommendationState.PROPOSED);
    return StageMoves.end(recommendation, RecommendationState.WITHDRAWN, rule, sentence, at);
  }

  public EndedRecommendation expire(String sentence, Instant at) {
    StageMoves.require(recommendation, RecommendationState.PROPOSED);
    return StageMoves.end(recommendation, RecommendationState.EXPIRED, "REC-03", sentence, at);
  }

  private void note(ElectronicSignature signature) {
    recommendation.signatureNumber = signature.number();
    recommendation.signatureEntry = signature.auditEntryId();
    recommendation.signedDigest = signature.recordDigest();
    recommendation.signedBy = signature.signer().printedName();
    recommendation.signedAt = signature.signedAt();
    recommendation.signerRemark = signature.remark();
  }
}
