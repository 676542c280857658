package io.veritwin.ui.change;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.change.AcceptanceCriterion;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequestState;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.ChangeRequests.Difference;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.DecideOnChange;
import io.veritwin.lifecycle.change.RaiseChangeRequest;
import io.veritwin.lifecycle.change.SealedReport;
import io.veritwin.lifecycle.change.SignatureStamp;
import io.veritwin.lifecycle.change.ValidationReport;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableActs;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.ui.notation.Notation;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * "Review a change request": what changes, the evidence with failures first, the signatures, and
 * every reason why this person cannot sign. The author edits limits here while it is a draft.
 */
@Named
@ViewScoped
public class Review implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int PASSED_SHOWN = 6;
  private static final int FAILED_IN_FULL = 2;

  @Inject ChangeRequests requests;
  @Inject RaiseChangeRequest raiseChangeRequest;
  @Inject SignableActs acts;
  @Inject CurrentPerson me;
  @Inject Notation notation;

  private String number;
  private String tab = "evidence";
  private String criterion;
  private Double newLimit;
  private String limitReason = "";
  private transient List<Refusal> refusals;
  private transient ChangeRequest change;
  private transient ModelVersion version;
  private transient List<CheckResult> results;
  private transient List<Difference> differences;

  /** Shows that an unknown change request is not found. */
  public void open() throws IOException {
    if (number == null || requests.find(number).isEmpty()) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces.getExternalContext().responseSendError(404, "there is no change request " + number);
      faces.responseComplete();
    }
  }

  public ChangeRequest getChange() {
    if (change == null) {
      change = requests.find(number).orElseThrow();
    }
    return change;
  }

  /** Loaded once: the page asks for it some thirty times. */
  public ModelVersion getVersion() {
    if (version == null) {
      version = requests.modelVersion(getChange());
    }
    return version;
  }

  // What changes --------------------------------------------------------------------------------

  private List<Difference> differences() {
    if (differences == null) {
      differences = requests.differences(number);
    }
    return differences;
  }

  /** The groups that hold a difference, in order. */
  public List<String> getGroups() {
    return differences().stream().map(Difference::group).distinct().toList();
  }

  /** What differs in a group; outside "Parameters" equal items are shown too, and said to be. */
  public List<Difference> shown(String group) {
    return differences().stream()
        .filter(d -> d.group().equals(group))
        .filter(d -> !d.equal() || !group.equals("Parameters"))
        .toList();
  }

  public List<Difference> getEqual() {
    return differences().stream().filter(d -> d.equal() && d.group().equals("Parameters")).toList();
  }

  /** "6 of 41 items differ" in one sentence; a first version has nothing to compare with. */
  public String getWhatChanges() {
    if (isFirst()) {
      return "First version: there is none to compare it with.";
    }
    long changed = differences().stream().filter(d -> !d.equal()).count();
    return changed
        + " of "
        + differences().size()
        + " items differ from "
        + getChange().replaces()
        + ".";
  }

  /** True when there is no effective version to compare with. */
  public boolean isFirst() {
    return getChange().replaces() == null;
  }

  /** A value as the table prints it: a digest in short, a missing one as "none". */
  public String printed(String value) {
    if (value == null || value.isEmpty()) {
      return Notation.NONE;
    }
    if (value.matches("[0-9a-f]{64}")) {
      return notation.brief(value);
    }
    return value.matches("-?\\d+\\.\\d{6,}(E-?\\d+)?") ? sixDigits(value) : value;
  }

  /** Enough to tell two values apart on paper; the record holds every digit. */
  private static String sixDigits(String value) {
    return new BigDecimal(value).round(new MathContext(6)).toPlainString().replace('-', '\u2212');
  }

  /** A result as the report prints it; a check that could not be computed says so. */
  public String result(CheckResult r) {
    return r.valueInWords();
  }

  /** The limit of a result as the report prints it. */
  public String limit(CheckResult r) {
    return r.limitInWords();
  }

  public String changeOf(Difference d) {
    if (d.equal()) {
      return "equal";
    }
    return d.relativeChange() == null ? "changed" : notation.change(1.0, 1.0 + d.relativeChange());
  }

  // Evidence --------------------------------------------------------------------------------------

  public List<AcceptanceCriterion> getCriteria() {
    return requests.criteria(number);
  }

  public List<CheckResult> getResults() {
    if (results == null) {
      results = requests.results(number);
    }
    return results;
  }

  public List<CheckResult> getFailed() {
    return getResults().stream().filter(r -> !r.passed()).toList();
  }

  /** The failures told in full; the rest follows by name. */
  public List<CheckResult> getFailedFirst() {
    return getFailed().stream().limit(FAILED_IN_FULL).toList();
  }

  public List<CheckResult> getFailedRest() {
    return getFailed().stream().skip(FAILED_IN_FULL).toList();
  }

  /** Passed, closest to the limit first, as far as they are shown unfolded. */
  public List<CheckResult> getPassed() {
    return getResults().stream().filter(CheckResult::passed).limit(PASSED_SHOWN).toList();
  }

  public List<CheckResult> getMorePassed() {
    return getResults().stream().filter(CheckResult::passed).skip(PASSED_SHOWN).toList();
  }

  /** The result whose plot stands first: the worst failure with data, else the closest pass. */
  public CheckResult getPlotted() {
    return getResults().stream().filter(r -> !r.points().isEmpty()).findFirst().orElse(null);
  }

  /** "1 of 24 criteria failed". */
  public String getVerdict() {
    if (getResults().isEmpty()) {
      return switch (getChange().state()) {
        case DRAFT -> getCriteria().size() + " limits proposed, none fixed yet";
        case SUBMITTED -> "The checks are running";
        default -> "no result";
      };
    }
    int failed = getFailed().size();
    return failed == 0
        ? "all " + getResults().size() + " criteria passed"
        : failed + " of " + getResults().size() + " criteria failed";
  }

  /** "at most 0.25 g/L" or "at least 0.95". */
  public String limitWords(AcceptanceCriterion c) {
    String unit = notation.unit(c.unit());
    return (c.metric().smallIsGood() ? "at most " : "at least ")
        + notation.number(c.limit())
        + (unit.isEmpty() ? "" : "\u00a0" + unit);
  }

  /** Place of the dot on the bar of result over limit, 0 to 92, the limit being at 92. */
  public double place(CheckResult r) {
    return 92 * Math.max(0, Math.min(1, r.closeness()));
  }

  // Report
  // -----------------------------------------------------------------------------------------

  public ValidationReport getReport() {
    return requests.report(number).orElse(null);
  }

  public SealedReport getSealed() {
    return requests.sealedReport(number).orElse(null);
  }

  // Limits of a draft
  // ---------------------------------------------------------------------------------

  public boolean isDraft() {
    return getChange().state() == ChangeRequestState.DRAFT;
  }

  public boolean isMine() {
    return getChange().authorSubject().equals(me.person().subject());
  }

  /** Changes one limit; the reason goes to the trail. */
  public String changeLimit() {
    if (newLimit == null) {
      refusals = List.of(new Refusal("UI-06", "No limit was typed, so none was changed."));
      return null;
    }
    Outcome<AcceptanceCriterion> outcome =
        raiseChangeRequest.changeLimit(number, criterion, newLimit, limitReason, me.person());
    if (outcome instanceof Outcome.Refused<AcceptanceCriterion> refused) {
      refusals = refused.reasons();
      return null;
    }
    return "/change/review.xhtml?faces-redirect=true&change=" + number;
  }

  public List<Refusal> getRefusals() {
    return refusals == null ? List.of() : refusals;
  }

  // Signatures
  // -----------------------------------------------------------------------------------------

  /** Signatures made so far, the author's first. */
  public List<SignatureStamp> getSignatures() {
    return java.util.stream.Stream.of(getChange().submission(), getChange().decision())
        .filter(s -> s != null && s.number() != null)
        .toList();
  }

  /** The act that is this person's to sign now; empty when none is. */
  public Optional<String> act() {
    return switch (getChange().state()) {
      case DRAFT -> Optional.of("submit-change");
      case AWAITING_DECISION -> Optional.of("approve-model-version");
      case SUBMITTED, APPROVED, REJECTED -> Optional.empty();
    };
  }

  public String getAct() {
    return act().orElse("");
  }

  /** Every reason against signing the act that is open. */
  public List<Refusal> getReasons() {
    return act().map(name -> against(name, choices())).orElse(List.of());
  }

  /** Every reason against rejecting. */
  public boolean isRejectable() {
    return getChange().state() == ChangeRequestState.AWAITING_DECISION
        && against(REJECT, rejecting()).isEmpty();
  }

  private static final String REJECT = "reject-model-version";

  /** What the decision names besides the record: the report exactly as this page shows it. */
  private Map<String, String> choices() {
    ValidationReport report = getReport();
    return report == null ? Map.of() : Map.of(DecideOnChange.REPORT_DIGEST, report.digest());
  }

  private Map<String, String> rejecting() {
    Map<String, String> all = new LinkedHashMap<>(choices());
    all.put("reason", "asked by the page");
    return all;
  }

  /** The same for the address of the signing page. */
  public String getChosen() {
    ValidationReport report = getReport();
    return report == null || isDraft()
        ? ""
        : "&" + DecideOnChange.REPORT_DIGEST + "=" + report.digest();
  }

  private List<Refusal> against(String name, Map<String, String> choices) {
    return acts.named(name).reasonsAgainst(new SigningRequest(name, number, me.person(), choices));
  }

  /** Where the change stands: each step is "done", "here" or "ahead". */
  public List<Step> getSteps() {
    int at =
        switch (getChange().state()) {
          case DRAFT -> 0;
          case SUBMITTED -> 1;
          case AWAITING_DECISION -> 2;
          case APPROVED, REJECTED -> 3;
        };
    List<String> words = List.of("Raised", "Checks", "QA decides", "Assigned");
    return java.util.stream.IntStream.range(0, words.size())
        .mapToObj(i -> new Step(words.get(i), i < at ? "done" : i == at ? "here" : "ahead"))
        .toList();
  }

  public record Step(String words, String state) {}

  public String getNumber() {
    return number;
  }

  public void setNumber(String number) {
    this.number = number;
  }

  public String getTab() {
    return tab;
  }

  public void setTab(String tab) {
    this.tab = tab == null || tab.isBlank() ? "evidence" : tab;
  }

  public String getCriterion() {
    return criterion;
  }

  public void setCriterion(String criterion) {
    this.criterion = criterion;
  }

  public Double getNewLimit() {
    return newLimit;
  }

  public void setNewLimit(Double newLimit) {
    this.newLimit = newLimit;
  }

  public String getLimitReason() {
    return limitReason;
  }

  public void setLimitReason(String limitReason) {
    this.limitReason = limitReason;
  }
}
