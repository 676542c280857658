package io.veritwin.recommendation.accept;

import io.veritwin.recommendation.recommend.AdviceRules;
import io.veritwin.recommendation.recommend.ProposedRecommendation;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.recommendation.recommend.ReviewTasks;
import io.veritwin.recommendation.recommend.ReviewTasks.ReviewTask;
import io.veritwin.recommendation.recommend.ReviewTasks.SignedDecision;
import io.veritwin.recommendation.recommend.SigningAttention;
import io.veritwin.recommendation.recommend.UnitFacts;
import io.veritwin.recommendation.recommend.UnitFactsSource;
import io.veritwin.records.identity.Role;
import io.veritwin.records.log.LogHealth;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Accept a recommendation, signable act "accept-recommendation" (URS-410 to URS-412). Choices:
 * {@code value}, between the setpoint in force and the value proposed, and {@code remark}; with
 * another value than the one proposed also {@code reason}, one of {@link #REASONS}, and the remark
 * says more in the person's own words. The signature makes the recommendation ready for release; it
 * writes nothing.
 */
@ApplicationScoped
public class AcceptRecommendation implements SignableAct {

  /** Why a person may accept another value than the one proposed. */
  public static final List<String> REASONS =
      List.of(
          "The estimate does not agree with what I see",
          "The change is too large for one step",
          "Another action is under way",
          "The equipment cannot follow",
          "Another reason");

  @Inject Recommendations recommendations;
  @Inject UnitFactsSource facts;
  @Inject ReviewTasks tasks;
  @Inject AcceptedRecord record;
  @Inject AskEngineer engineer;
  @Inject SigningAttention attention;
  @Inject LogHealth log;
  @Inject Clock clock;

  @Override
  public String name() {
    return "accept-recommendation";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.OPERATOR);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    Recommendation r = recommendations.get(request.recordId());
    UnitFacts now = facts.of(r.unit());
    List<Refusal> reasons = new ArrayList<>();
    if (!request.signer().is(Role.OPERATOR)) {
      reasons.add(
          refuse(
              r,
              "REC-01",
              "An operator accepts; you are signed in as " + request.signer().roleInWords() + ".",
              "Ask an operator of " + r.unit() + "."));
    }
    if (r.state() != RecommendationState.PROPOSED) {
      reasons.add(
          refuse(
              r,
              "REC-02",
              r.number() + " is " + r.state().inWords() + "; only a proposal can be accepted.",
              "Look at the screen of " + r.unit() + " for the proposal that stands."));
      return reasons;
    }
    if (!clock.instant().isBefore(r.expiresAt())) {
      reasons.add(
          refuse(
              r,
              "REC-03",
              "The proposal expired at " + r.expiresAt() + "; it is now " + clock.instant() + ".",
              "Wait for the next proposal."));
    }
    Refusal withdrawn = AdviceRules.reasonToWithdraw(r, now);
    if (withdrawn != null) {
      reasons.add(refuse(r, withdrawn.rule(), withdrawn.sentence(), "Wait for the next proposal."));
    }
    engineer.about(r.number()).stream()
        .filter(EngineerQuestion::open)
        .forEach(
            question ->
                reasons.add(
                    refuse(r, "REC-09", question.inWords(), "Wait for the answer, or reject.")));
    if (!now.link().live()) {
      reasons.add(
          refuse(
              r,
              "REC-05",
              "The readings are old: " + now.link().words(),
              "Wait until the plant's values flow again."));
    }
    log.reasonAgainstActs()
        .ifPresent(
            reason ->
                reasons.add(
                    refuse(r, reason.rule(), reason.sentence(), "Tell the administrator.")));
    List<Refusal> againstValue = reasonsAgainstValue(request, r, now);
    reasons.addAll(againstValue);
    if (againstValue.isEmpty() && isChanged(request, r)) {
      reasonAgainstReason(request, r).ifPresent(reasons::add);
    }
    return reasons;
  }

  private static boolean isChanged(SigningRequest request, Recommendation r) {
    return AcceptedRecord.value(request, r).compareTo(BigDecimal.valueOf(r.proposedValue())) != 0;
  }

  private static Optional<Refusal> reasonAgainstReason(SigningRequest request, Recommendation r) {
    String reason = request.choice("reason");
    if (!REASONS.contains(reason)) {
      return Optional.of(
          refuse(
              r,
              "REC-11",
              "Another value than the one proposed needs one of the listed reasons, "
                  + (reason.isEmpty() ? "none" : "\"" + reason + "\"")
                  + " was given.",
              "Choose one."));
    }
    return request.choice("remark").isBlank()
        ? Optional.of(
            refuse(
                r,
                "REC-11",
                "Another value than the one proposed needs a remark in your own words, too.",
                "Write it."))
        : Optional.empty();
  }

  private List<Refusal> reasonsAgainstValue(
      SigningRequest request, Recommendation r, UnitFacts now) {
    BigDecimal value;
    try {
      value = AcceptedRecord.value(request, r);
    } catch (NumberFormatException notANumber) {
      return List.of(
          refuse(
              r,
              "REC-06",
              "\"" + request.choice("value") + "\" is no number.",
              "Enter a value in " + r.valueUnit() + "."));
    }
    List<Refusal> reasons = new ArrayList<>();
    double low = Math.min(r.currentValue(), r.proposedValue());
    double high = Math.max(r.currentValue(), r.proposedValue());
    if (value.doubleValue() < low
        || value.doubleValue() > high
        || value.doubleValue() == r.currentValue()) {
      reasons.add(
          refuse(
              r,
              "REC-06",
              value.toPlainString()
                  + " "
                  + r.valueUnit()
                  + " does not lie between the setpoint in force, "
                  + r.currentValue()
                  + ", and the value proposed, "
                  + r.proposedValue()
                  + ".",
              "Choose a value nearer to the setpoint in force, or reject."));
    }
    now.space()
        .map(space -> space.space().reasonsAgainst(BigDecimal.valueOf(r.currentValue()), value))
        .orElse(List.of())
        .forEach(
            reason ->
                reasons.add(refuse(r, "REC-07", sentence(reason), "Choose a value inside it.")));
    if (reasons.isEmpty()) {
      record
          .reasonAgainst(r, value)
          .ifPresent(
              reason ->
                  reasons.add(
                      refuse(
                          r,
                          "REC-08",
                          "The forecast of this value: " + reason,
                          "Choose another value.")));
    }
    return reasons;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    Recommendation r = recommendations.get(request.recordId());
    attention.note(r.number());
    // A value that is refused below has no forecast and so no record; what is refused is about the
    // proposal.
    BigDecimal value =
        reasonsAgainstValue(request, r, facts.of(r.unit())).isEmpty()
            ? AcceptedRecord.value(request, r)
            : BigDecimal.valueOf(r.proposedValue());
    FrozenRecord frozen = record.frozen(r, value);
    return request.choice("reason").isEmpty()
        ? frozen
        : frozen.with(Row.of("Why another value", why(request)));
  }

  private static String why(SigningRequest request) {
    return request.choice("reason") + ": " + request.choice("remark").strip();
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    Recommendation r = recommendations.lock(request.recordId());
    if (!(r.stage() instanceof ProposedRecommendation proposed)) {
      throw new IllegalStateException(r.number() + " is " + r.state().inWords());
    }
    ReviewTask task = new ReviewTask(r.taskId(), r.bpmnDigest());
    proposed.sign(AcceptedRecord.value(request, r).doubleValue(), signature);
    tasks.complete(
        new SignedDecision(
            r.number(),
            task,
            "accepted",
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
    return "RECOMMENDATION_SIGNED";
  }

  /** The values from which, and from nothing else, a plant write is built (URS-412). */
  @Override
  public Map<String, String> signedDetails(SigningRequest request) {
    Recommendation r = recommendations.get(request.recordId());
    Map<String, String> details = new LinkedHashMap<>();
    details.put("write.unit", r.unit());
    details.put("write.tag", r.tag());
    details.put("write.node", r.nodeId());
    details.put("write.value", AcceptedRecord.value(request, r).toPlainString());
    details.put("write.unitOfMeasure", r.valueUnit());
    details.put("write.expires", r.expiresAt().toString());
    details.put("write.useId", r.useId());
    details.put("workflow.task", r.taskId());
    details.put("workflow.bpmn", r.bpmnDigest());
    details.put("model.version", r.modelVersion());
    details.put("model.digest", r.modelDigest());
    details.put("input.digest", r.inputDigest());
    if (isChanged(request, r)) {
      details.put("value.proposed", BigDecimal.valueOf(r.proposedValue()).toPlainString());
      details.put("value.reason", why(request));
    }
    return details;
  }

  private static Refusal refuse(Recommendation r, String rule, String why, String whatToDo) {
    return new Refusal(
        rule,
        "Not accepted. "
            + r.tag()
            + " of "
            + r.unit()
            + " stays as it is. "
            + why
            + " ("
            + rule
            + ") "
            + whatToDo);
  }

  private static String sentence(String reason) {
    return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }
}
