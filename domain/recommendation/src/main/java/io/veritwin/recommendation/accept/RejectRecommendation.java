package io.veritwin.recommendation.accept;

import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.recommendation.recommend.ProposedRecommendation;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.recommendation.recommend.ReviewTasks;
import io.veritwin.recommendation.recommend.ReviewTasks.ReviewTask;
import io.veritwin.recommendation.recommend.ReviewTasks.SignedDecision;
import io.veritwin.recommendation.recommend.SigningAttention;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reject a recommendation, signable act "reject-recommendation" (URS-414). Choices: {@code reason},
 * one of {@link #REASONS}, and {@code remark} in the person's own words, which "another reason"
 * needs.
 */
@ApplicationScoped
public class RejectRecommendation implements SignableAct {

  /** The reason that needs a remark. */
  public static final String OTHER = "Another reason";

  /** The reasons a person may choose. */
  public static final List<String> REASONS =
      List.of(
          "The estimate does not agree with what I see",
          "The change is too large",
          "The change is too late",
          "Another action is under way",
          "The equipment cannot follow",
          OTHER);

  @Inject Recommendations recommendations;
  @Inject ReviewTasks tasks;
  @Inject SigningAttention attention;

  protected RejectRecommendation() {}

  /** With its parts given. */
  public RejectRecommendation(
      Recommendations recommendations, ReviewTasks tasks, SigningAttention attention) {
    this.recommendations = recommendations;
    this.tasks = tasks;
    this.attention = attention;
  }

  @Override
  public String name() {
    return "reject-recommendation";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.OPERATOR);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    Recommendation r = recommendations.get(request.recordId());
    List<Refusal> reasons = new ArrayList<>();
    if (!request.signer().is(Role.OPERATOR)) {
      reasons.add(
          new Refusal(
              "REC-01",
              "Not rejected. "
                  + r.number()
                  + " still waits. An operator decides; you are signed in as "
                  + request.signer().roleInWords()
                  + " (REC-01). Ask an operator of "
                  + r.unit()
                  + "."));
    }
    if (r.state() != RecommendationState.PROPOSED) {
      reasons.add(
          new Refusal(
              "REC-02",
              "Not rejected. "
                  + r.number()
                  + " is "
                  + r.state().inWords()
                  + "; only a proposal can be rejected (REC-02). There is nothing left to do."));
    }
    String reason = request.choice("reason");
    if (!REASONS.contains(reason)) {
      reasons.add(
          new Refusal(
              "REC-10",
              "Not rejected. "
                  + r.number()
                  + " still waits. A rejection needs one of the listed reasons, "
                  + (reason.isEmpty() ? "none" : "\"" + reason + "\"")
                  + " was given (REC-10). Choose one."));
    } else if (reason.equals(OTHER) && request.choice("remark").isBlank()) {
      reasons.add(
          new Refusal(
              "REC-10",
              "Not rejected. "
                  + r.number()
                  + " still waits. \"Another reason\" needs a remark in your own words (REC-10)."
                  + " Write it."));
    }
    return reasons;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    Recommendation r = recommendations.get(request.recordId());
    attention.note(r.number());
    String why = why(request);
    return new FrozenRecord(
        r.recordRef(),
        "Recommendation " + r.number(),
        r.unit() + " · batch " + r.batch() + " · phase " + r.phase(),
        List.of(
            new Row("Not set", r.proposedValue() + " " + r.valueUnit() + " to " + r.tag(), true),
            Row.of("Setpoint stays", r.currentValue() + " " + r.valueUnit()),
            Row.of("Reason", why),
            Row.of("Model", r.modelVersion()),
            Row.of("Expires", r.expiresAt().toString())),
        Meaning.REJECTED,
        "I have read this recommendation and reject it.",
        "Nothing is written. The reason goes to the process engineer with the record.",
        r.expiresAt(),
        JsonObject.builder()
            .put("format", "veritwin-rejected-recommendation/1")
            .put("number", r.number())
            .put("unit", r.unit())
            .put("tag", r.tag())
            .put("proposed", r.proposedValue())
            .put("inputDigest", r.inputDigest())
            .put("forecastDigest", r.forecastDigest())
            .put("reason", why)
            .put("task", r.taskId())
            .put("bpmn", r.bpmnDigest())
            .build()
            .canonicalBytes());
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    Recommendation r = recommendations.lock(request.recordId());
    if (!(r.stage() instanceof ProposedRecommendation proposed)) {
      throw new IllegalStateException(r.number() + " is " + r.state().inWords());
    }
    ReviewTask task = new ReviewTask(r.taskId(), r.bpmnDigest());
    proposed.reject(
        signature, "Rejected by " + signature.signer().printedName() + ": " + why(request));
    tasks.complete(
        new SignedDecision(
            r.number(),
            task,
            "rejected",
            signature.recordDigest(),
            signature.number(),
            signature.auditEntryId()));
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "unit/" + recommendations.get(request.recordId()).unit();
  }

  @Override
  public String signedEvent() {
    return "RECOMMENDATION_REJECTED";
  }

  @Override
  public Map<String, String> signedDetails(SigningRequest request) {
    Recommendation r = recommendations.get(request.recordId());
    return Map.of(
        "reason", why(request), "workflow.task", r.taskId(), "workflow.bpmn", r.bpmnDigest());
  }

  private static String why(SigningRequest request) {
    String remark = request.choice("remark").strip();
    return remark.isEmpty() ? request.choice("reason") : request.choice("reason") + ": " + remark;
  }
}
