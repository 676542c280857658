package io.veritwin.ui.inbox;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.assignment.EffectiveModels;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequestState;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.DecideOnChange;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersionState;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Unit;
import io.veritwin.plant.calibration.CalibrationState;
import io.veritwin.plant.calibration.TagCalibration;
import io.veritwin.plant.calibration.TagCalibrations;
import io.veritwin.recommendation.accept.AskEngineer;
import io.veritwin.recommendation.accept.EngineerQuestion;
import io.veritwin.recommendation.recommend.AdviceStops;
import io.veritwin.recommendation.recommend.ApproveDesignSpace;
import io.veritwin.recommendation.recommend.DesignSpaceRecord;
import io.veritwin.recommendation.recommend.DesignSpaces;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.retention.DisposalProposal;
import io.veritwin.records.retention.RetentionSchedule;
import io.veritwin.records.signature.ReasonsAgainstSigning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignatureOrder.Place;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.ui.notation.Notation;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The records that need this person, those that wait on others, and the one that is opened. */
@Named
@RequestScoped
public class Inbox {

  static final String NOW = "Now";
  static final String NEEDS_YOU = "Needs you";
  static final String WAITS = "Waits on others";

  private static final List<String> GROUPS = List.of(NOW, NEEDS_YOU, WAITS);
  private static final Supplier<List<Refusal>> NOTHING = List::of;

  @Inject CurrentPerson me;
  @Inject ChangeRequests requests;
  @Inject ModelVersions versions;
  @Inject EffectiveModels effective;
  @Inject PlantRegister register;
  @Inject TagCalibrations calibrations;
  @Inject DesignSpaces designSpaces;
  @Inject Recommendations recommendations;
  @Inject AskEngineer engineer;
  @Inject AdviceStops adviceStops;
  @Inject RetentionSchedule retention;
  @Inject ReasonsAgainstSigning reasonsAgainst;
  @Inject ApproveDesignSpace approveDesignSpace;
  @Inject Notation notation;

  @Inject HttpServletRequest request;

  private final Map<String, List<Refusal>> found = new HashMap<>();
  private List<Item> items;
  private String asked;
  private String answer = "";
  private List<Refusal> refusals = List.of();

  /**
   * One row.
   *
   * @param group under which heading it stands
   * @param due until when, in words
   * @param record the record's number
   * @param what the record in one line
   * @param impact "high", "medium", "low"; empty where none applies
   * @param meaning what the person's signature would mean; empty when it waits on others
   * @param against finds every reason against signing now
   * @param from who sent it
   * @param action what the way to it is called
   * @param href where it is dealt with
   */
  public record Item(
      String group,
      String due,
      String record,
      String what,
      String impact,
      String meaning,
      Supplier<List<Refusal>> against,
      String from,
      String action,
      String href) {

    public List<Refusal> reasons() {
      return against.get();
    }

    public boolean ready() {
      return reasons().isEmpty();
    }
  }

  public List<Item> getItems() {
    if (items == null) {
      items = new ArrayList<>();
      Person person = me.person();
      proposals(person);
      questions(person);
      stops(person);
      changes(person);
      assignments(person);
      tagCalibrations(person);
      designSpaces(person);
      disposals(person);
      items.sort(Comparator.comparing(i -> GROUPS.indexOf(i.group())));
    }
    return items;
  }

  /** Headings in use, in order. */
  public List<String> getGroups() {
    return getItems().stream().map(Item::group).distinct().toList();
  }

  public List<Item> in(String group) {
    return getItems().stream().filter(i -> i.group().equals(group)).toList();
  }

  /** How many need this person. */
  public long getMine() {
    return getItems().stream().filter(i -> !i.group().equals(WAITS)).count();
  }

  /** "2 records need you". */
  public String getHeadline() {
    long mine = getMine();
    return mine == 0
        ? "Nothing needs you"
        : mine == 1 ? "1 record needs you" : mine + " records need you";
  }

  /** "4 more wait on others."; empty when none does. */
  public String getWaiting() {
    long others = getItems().size() - getMine();
    return others == 0
        ? ""
        : others == 1 ? "1 more waits on others." : others + " more wait on others.";
  }

  /**
   * The opened row; the first one while none was chosen. Read from the request itself: a form of
   * the opened row is decoded before Faces has set any parameter.
   */
  public Item getOpened() {
    String selected = request.getParameter("selected");
    return getItems().stream()
        .filter(i -> i.record().equals(selected))
        .findFirst()
        .orElse(getItems().isEmpty() ? null : getItems().get(0));
  }

  private void proposals(Person person) {
    boolean mine = person.is(Role.OPERATOR);
    for (String number : recommendations.numbersIn(RecommendationState.PROPOSED)) {
      Recommendation r = recommendations.get(number);
      add(
          mine ? NOW : WAITS,
          notation.localTime(r.expiresAt()),
          r.number(),
          r.tag()
              + " "
              + notation.fixed(r.currentValue(), 1)
              + " → "
              + notation.fixed(r.proposedValue(), 1)
              + " "
              + notation.unit(r.valueUnit())
              + " on "
              + r.unit(),
          "medium",
          mine ? "Accepted for release" : "",
          mine
              ? against(
                  "accept-recommendation", r.number(), Map.of("value", "" + r.proposedValue()))
              : NOTHING,
          mine ? "twin" : "operator",
          "Open " + r.unit(),
          "/unit/operate.xhtml?unit=" + r.unit());
    }
  }

  private void stops(Person person) {
    boolean mine = person.is(Role.ENGINEER) || person.is(Role.QA);
    for (Unit unit : register.units()) {
      adviceStops
          .of(unit.name())
          .ifPresent(
              stop ->
                  add(
                      mine ? NEEDS_YOU : WAITS,
                      "",
                      stop.number(),
                      "Advice for " + stop.unit() + " is stopped",
                      "",
                      mine ? "Approved" : "",
                      NOTHING,
                      notation.initials(stop.stoppedByName()),
                      "Open " + stop.unit(),
                      "/unit/operate.xhtml?unit=" + stop.unit()));
    }
  }

  /** True when the opened row is a stop of advice that this person may end. */
  public boolean isResumable() {
    return getOpened() != null
        && getOpened().record().startsWith("STOP-")
        && !getOpened().meaning().isEmpty();
  }

  private void questions(Person person) {
    boolean mine = person.is(Role.ENGINEER);
    for (EngineerQuestion q : engineer.open()) {
      add(
          mine ? NOW : WAITS,
          "",
          q.number(),
          "Question about " + q.recommendation() + " on " + q.unit() + ": " + q.question(),
          "",
          "",
          NOTHING,
          notation.initials(q.askedByName()),
          "Open " + q.unit(),
          "/unit/operate.xhtml?unit=" + q.unit());
    }
  }

  /** The opened row's question, where this person may answer it; {@code null} otherwise. */
  public EngineerQuestion getQuestion() {
    return getOpened() == null || !me.person().is(Role.ENGINEER)
        ? null
        : engineer.open().stream()
            .filter(q -> q.number().equals(getOpened().record()))
            .findFirst()
            .orElse(null);
  }

  /** The question the form answers: the one it was laid out for, whatever came in since. */
  public String getAsked() {
    return asked == null && getQuestion() != null ? getQuestion().number() : asked;
  }

  public void setAsked(String asked) {
    this.asked = asked;
  }

  /** Answers it. */
  public String reply() {
    Outcome<EngineerQuestion> outcome = engineer.answer(asked, answer, me.person());
    if (outcome instanceof Outcome.Refused<EngineerQuestion> refused) {
      refusals = refused.reasons();
      return null;
    }
    return "/inbox/inbox.xhtml?faces-redirect=true";
  }

  public List<Refusal> getRefusals() {
    return refusals;
  }

  public String getAnswer() {
    return answer;
  }

  public void setAnswer(String answer) {
    this.answer = answer;
  }

  private void changes(Person person) {
    for (ChangeRequest c : requests.all()) {
      ModelVersion v = requests.modelVersion(c);
      boolean author = c.authorSubject().equals(person.subject());
      String what =
          "Model "
              + v.name()
              + (c.replaces() == null ? ", first version" : ", replaces " + c.replaces());
      String impact = v.intendedUse().risk().inWords();
      String href = "/change/review.xhtml?change=" + c.number();
      if (c.state() == ChangeRequestState.AWAITING_DECISION) {
        boolean mine = person.is(Role.QA);
        add(
            mine ? NEEDS_YOU : WAITS,
            "since " + notation.shortly(c.submission().signedAt()),
            c.number(),
            what,
            impact,
            mine ? "Approved" : "",
            mine ? against("approve-model-version", c.number(), asRead(c)) : NOTHING,
            mine ? notation.initials(c.authorName()) : "QA",
            "Review " + c.number(),
            href);
      } else if (c.state() == ChangeRequestState.DRAFT && author) {
        add(
            NEEDS_YOU,
            "since " + notation.shortly(c.raisedAt()),
            c.number(),
            what + ": limits to fix and submit",
            impact,
            "Authored",
            against("submit-change", c.number(), Map.of()),
            "you",
            "Open " + c.number(),
            href);
      } else if (c.state() == ChangeRequestState.SUBMITTED) {
        add(
            WAITS,
            "",
            c.number(),
            what + ": checks run",
            impact,
            "",
            NOTHING,
            "checks",
            "Open " + c.number(),
            href);
      }
    }
    if (person.is(Role.ENGINEER)) {
      List<String> requested = requests.all().stream().map(ChangeRequest::modelVersion).toList();
      for (ModelVersion v : versions.all()) {
        if (v.state() == ModelVersionState.DRAFT
            && v.authorSubject().equals(person.subject())
            && !requested.contains(v.name())) {
          add(
              NEEDS_YOU,
              "since " + notation.shortly(v.registeredAt()),
              v.name(),
              "Draft version without a change request",
              v.intendedUse().risk().inWords(),
              "",
              NOTHING,
              "you",
              "Raise a change for " + v.name(),
              "/change/raise.xhtml?version=" + v.name().replace(" ", "%20"));
        }
      }
    }
  }

  private Map<String, String> asRead(ChangeRequest c) {
    return requests
        .report(c.number())
        .map(r -> Map.of(DecideOnChange.REPORT_DIGEST, r.digest()))
        .orElse(Map.of());
  }

  private void assignments(Person person) {
    if (!person.is(Role.QA)) {
      return;
    }
    for (ModelVersion v : versions.all()) {
      boolean assigned =
          effective.assignments().stream().anyMatch(a -> a.modelVersion().equals(v.name()));
      if (v.state() == ModelVersionState.EFFECTIVE && !assigned) {
        boolean approver = person.subject().equals(v.approverSubject());
        add(
            approver ? WAITS : NEEDS_YOU,
            "since " + notation.shortly(v.effectiveAt()),
            v.name(),
            "Effective, serves no unit yet",
            v.intendedUse().risk().inWords(),
            approver ? "" : "Assigned",
            NOTHING,
            approver ? "second QA person" : notation.initials(v.approverName()),
            "Assign " + v.name(),
            "/model/assign.xhtml?version=" + v.name().replace(" ", "%20"));
      }
    }
  }

  private void tagCalibrations(Person person) {
    for (Unit unit : register.units()) {
      for (TagCalibration c : calibrations.of(unit.name())) {
        if (c.state() == CalibrationState.PROPOSED) {
          boolean mine =
              !c.proposedBy().equals(person.subject())
                  && (person.is(Role.QA) || person.is(Role.ENGINEER));
          add(
              mine ? NEEDS_YOU : WAITS,
              "since " + notation.shortly(c.proposedAt()),
              c.number(),
              "Scale of " + c.unit() + " " + c.tag(),
              "medium",
              mine ? "Verified" : "",
              NOTHING,
              notation.initials(c.proposedByName()),
              "Open " + c.number(),
              "/plant/tags.xhtml?unit=" + unit.name() + "&calibration=" + c.number());
        }
      }
    }
  }

  private void designSpaces(Person person) {
    for (Unit unit : register.units()) {
      for (DesignSpaceRecord space : designSpaces.of(unit.name())) {
        Place next = approveDesignSpace.next(space).orElse(null);
        if (next != null) {
          boolean mine = person.is(next.function());
          add(
              mine ? NEEDS_YOU : WAITS,
              "",
              space.reference(),
              "Design space of " + unit.name() + ", " + space.use(),
              "high",
              mine ? next.meaning().label() : "",
              mine ? against("approve-design-space", space.reference(), Map.of()) : NOTHING,
              mine ? "registered" : next.function().inWords(),
              "Read and sign " + space.reference(),
              "/sign/record.xhtml?act=approve-design-space&record="
                  + space.reference().replace(" ", "%20"));
        }
      }
    }
  }

  private void disposals(Person person) {
    if (!person.is(Role.QA)) {
      return;
    }
    for (DisposalProposal p : retention.open()) {
      boolean mine = !p.proposedBy().equals(person.subject());
      add(
          mine ? NEEDS_YOU : WAITS,
          "since " + notation.shortly(p.proposedAt()),
          p.number(),
          "Disposal of " + p.inWords(),
          "high",
          mine ? "Approved" : "",
          mine ? against("dispose-records", p.number(), Map.of()) : NOTHING,
          mine ? notation.initials(p.proposedByName()) : "second QA person",
          "Open " + p.number(),
          "/audit/retention.xhtml?type="
              + p.recordType().replace(" ", "%20")
              + "&proposal="
              + p.number());
    }
  }

  /** Asked only where a row is shown: the bar of every page counts the rows. */
  private Supplier<List<Refusal>> against(String act, String record, Map<String, String> choices) {
    return () ->
        found.computeIfAbsent(
            record,
            number ->
                reasonsAgainst.against(new SigningRequest(act, number, me.person(), choices)));
  }

  private void add(
      String group,
      String due,
      String record,
      String what,
      String impact,
      String meaning,
      Supplier<List<Refusal>> against,
      String from,
      String action,
      String href) {
    items.add(new Item(group, due, record, what, impact, meaning, against, from, action, href));
  }

  /** The change request behind the opened row; {@code null} when it is about something else. */
  public ChangeRequest getChange() {
    Item opened = getOpened();
    return opened == null || !opened.record().startsWith("CR-")
        ? null
        : requests.find(opened.record()).orElse(null);
  }

  public ModelVersion getVersion() {
    return requests.modelVersion(getChange());
  }

  /** "1 of 24 criteria failed" for the opened change request. */
  public String getEvidence() {
    List<CheckResult> results = requests.results(getChange().number());
    long failed = results.stream().filter(r -> !r.passed()).count();
    return results.isEmpty()
        ? "no result yet"
        : failed == 0
            ? "all " + results.size() + " criteria passed"
            : failed + " of " + results.size() + " criteria failed";
  }
}
