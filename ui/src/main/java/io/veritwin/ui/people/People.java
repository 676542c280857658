package io.veritwin.ui.people;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.right.AbsenceReason;
import io.veritwin.records.right.AccountabilityStatement;
import io.veritwin.records.right.CheckIdentity;
import io.veritwin.records.right.DelegateSigning;
import io.veritwin.records.right.DelegateSigning.Asked;
import io.veritwin.records.right.Delegation;
import io.veritwin.records.right.Delegations;
import io.veritwin.records.right.IdentityCheckMethod;
import io.veritwin.records.right.PublishStatement;
import io.veritwin.records.right.RecordTraining;
import io.veritwin.records.right.SigningRight;
import io.veritwin.records.right.SigningRights;
import io.veritwin.records.right.Training;
import io.veritwin.records.right.WithdrawTraining;
import io.veritwin.records.signature.Refusal;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The page "People": every right to sign, and what keeps it. For QA, administration, inspection.
 */
@Named
@ViewScoped
public class People implements Serializable {

  private static final long serialVersionUID = 1L;

  @Inject SigningRights rights;
  @Inject CheckIdentity checkIdentity;
  @Inject RecordTraining recordTraining;
  @Inject WithdrawTraining withdrawTraining;
  @Inject PublishStatement publishStatement;
  @Inject DelegateSigning delegateSigning;
  @Inject Delegations delegations;
  @Inject CurrentPerson me;
  @Inject Clock clock;

  private String selected;
  private String method;
  private String remark = "";
  private String letter = "";
  private Role function;
  private String lastDay = "";
  private String evidence = "";
  private String withdrawn;
  private String whyWithdrawn = "";
  private String delegate = "";
  private String absence;
  private String lastDayAway = "";
  private String whyAway = "";
  private String text;
  private String why = "";
  private transient List<Row> rows;
  private transient List<Refusal> refusals;

  /**
   * One person.
   *
   * @param trainings what is valid longest first, with what was withdrawn
   * @param training the one that counts longest; {@code null} without any
   * @param lastSigned {@code null} when the person never signed
   * @param reasons what stands against any signature of this person now
   */
  public record Row(
      SigningRight right,
      List<Training> trainings,
      Training training,
      Instant lastSigned,
      List<Refusal> reasons) {

    /** True when the person has a function in which records are signed. */
    public boolean signs() {
      return right.roles().stream().anyMatch(SigningRight.SIGNING_FUNCTIONS::contains);
    }

    public boolean ready() {
      return signs() && reasons.isEmpty();
    }
  }

  /** Answers "forbidden" to whoever has no business here; one's own right is everybody's. */
  public void open() throws IOException {
    Person person = me.person();
    if (!isReader() && !person.username().equals(selected)) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces
          .getExternalContext()
          .responseSendError(403, "People is for QA, administration and inspection");
      faces.responseComplete();
    }
  }

  /** True for who reads every right; others read their own. */
  public boolean isReader() {
    return me.isQa() || me.isAdministrator() || me.isInspector();
  }

  /** The rights this person may read. */
  public List<Row> getShown() {
    return getRows().stream()
        .filter(row -> isReader() || row.right().subject().equals(me.person().subject()))
        .toList();
  }

  private List<Row> getRows() {
    if (rows == null) {
      Map<String, Instant> last = rights.lastSigned();
      List<Row> all = new ArrayList<>();
      for (SigningRight right : rights.all()) {
        List<Training> trainings = rights.trainings(right.subject());
        all.add(
            new Row(
                right,
                trainings,
                trainings.stream()
                    .filter(t -> rights.withdrawalOf(t.number()).isEmpty())
                    .findFirst()
                    .orElse(null),
                last.get(right.subject()),
                rights.reasonsAgainst(right.person(), right.roles())));
      }
      rows = List.copyOf(all);
    }
    return rows;
  }

  /** "2 of 7 may sign". */
  public String getHeadline() {
    long ready = getRows().stream().filter(Row::ready).count();
    return isReader()
        ? ready + " of " + getRows().size() + " may sign now. Everyone who ever logged in, by name."
        : "Your own right.";
  }

  /** The opened person; {@code null} while none was chosen. */
  public Row getOpened() {
    return getRows().stream()
        .filter(row -> row.right().username().equals(selected))
        .findFirst()
        .orElse(null);
  }

  /** True when this person may keep the opened person's right: never their own. */
  public boolean isKeeper() {
    return getOpened() != null
        && (me.isQa() || me.isAdministrator())
        && !getOpened().right().subject().equals(me.person().subject());
  }

  /** True when somebody opened their own right. */
  public boolean isOneself() {
    return getOpened() != null && getOpened().right().subject().equals(me.person().subject());
  }

  /** "valid", "ended", "withdrawn by P. Nair: …". */
  public String validity(Training training) {
    return rights
        .withdrawalOf(training.number())
        .map(w -> "withdrawn by " + w.withdrawnByName() + ": " + w.reason())
        .orElse(clock.instant().isBefore(training.validUntil()) ? "valid" : "ended");
  }

  /** What can still be withdrawn of the opened person's trainings. */
  public List<Training> getWithdrawable() {
    return getOpened().trainings().stream()
        .filter(training -> validity(training).equals("valid"))
        .toList();
  }

  public AccountabilityStatement getStatement() {
    return rights.statement();
  }

  public List<IdentityCheckMethod> getMethods() {
    return List.of(IdentityCheckMethod.values());
  }

  /** The functions in which records are signed. */
  public List<Role> getFunctions() {
    return List.of(Role.ENGINEER, Role.QA, Role.OPERATOR);
  }

  /** Records the identity check of the opened person. */
  public String check() {
    return after(
        checkIdentity.check(
            me.person(), subject(), new CheckIdentity.Seen(text(method), remark, letter)));
  }

  /** Records a training of the opened person. */
  public String train() {
    return after(
        recordTraining.record(
            me.person(), subject(), new RecordTraining.Trained(function, lastDay, evidence)));
  }

  /** Takes a training of the opened person back before its end. */
  public String withdrawTraining() {
    return after(withdrawTraining.withdraw(me.person(), text(withdrawn), whyWithdrawn));
  }

  /** True when this person may delegate for the opened one: for oneself, or as QA. */
  public boolean isDelegable() {
    return getOpened() != null && getOpened().signs() && (me.isQa() || isOneself());
  }

  /** Delegations by and to the opened person, newest first. */
  public List<Delegation> getDelegations() {
    return delegations.about(getOpened().right().subject());
  }

  /** "in force", "ended". */
  public String standing(Delegation delegation) {
    return delegation.holds(clock.instant()) ? "in force" : "ended";
  }

  /** True while it can be ended. */
  public boolean holds(Delegation delegation) {
    return delegation.holds(clock.instant());
  }

  public List<AbsenceReason> getAbsences() {
    return List.of(AbsenceReason.values());
  }

  /** The functions of the opened person in which records are signed. */
  public List<Role> getDelegableFunctions() {
    return getFunctions().stream()
        .filter(f -> getOpened() != null && getOpened().right().roles().contains(f))
        .toList();
  }

  /** Whoever has a function in which records are signed, without the opened person. */
  public List<SigningRight> getCandidates() {
    return getRows().stream()
        .filter(Row::signs)
        .map(Row::right)
        .filter(right -> !right.username().equals(selected))
        .toList();
  }

  /** Delegates signing for the opened person. */
  public String delegateSigning() {
    return after(
        delegateSigning.delegate(
            me.person(),
            subject(),
            new Asked(text(delegate), function, lastDayAway, text(absence), whyAway)));
  }

  /** Ends a delegation before its time. */
  public String endDelegation(String number) {
    return after(delegateSigning.end(me.person(), number));
  }

  /** Puts a new version of the accountability statement in force. */
  public String publish() {
    return after(publishStatement.publish(me.person(), text(text), why));
  }

  private String after(List<Refusal> reasons) {
    rows = null;
    refusals = reasons;
    return reasons.isEmpty()
        ? "/people/people.xhtml?faces-redirect=true"
            + (selected == null ? "" : "&person=" + selected)
        : null;
  }

  private String subject() {
    return rights
        .ofUsername(text(selected))
        .map(SigningRight::subject)
        .orElseThrow(() -> new IllegalArgumentException("nobody is called " + selected));
  }

  private static String text(String orNull) {
    return orNull == null ? "" : orNull;
  }

  public List<Refusal> getRefusals() {
    return refusals == null ? List.of() : refusals;
  }

  public String getSelected() {
    return selected;
  }

  public void setSelected(String selected) {
    this.selected = selected;
  }

  public String getMethod() {
    return method;
  }

  public void setMethod(String method) {
    this.method = method;
  }

  public String getRemark() {
    return remark;
  }

  public void setRemark(String remark) {
    this.remark = remark;
  }

  public String getLetter() {
    return letter;
  }

  public void setLetter(String letter) {
    this.letter = letter;
  }

  public Role getFunction() {
    return function;
  }

  public void setFunction(Role function) {
    this.function = function;
  }

  public String getLastDay() {
    return lastDay;
  }

  public void setLastDay(String lastDay) {
    this.lastDay = lastDay;
  }

  public String getEvidence() {
    return evidence;
  }

  public void setEvidence(String evidence) {
    this.evidence = evidence;
  }

  public String getWithdrawn() {
    return withdrawn;
  }

  public void setWithdrawn(String withdrawn) {
    this.withdrawn = withdrawn;
  }

  public String getWhyWithdrawn() {
    return whyWithdrawn;
  }

  public void setWhyWithdrawn(String whyWithdrawn) {
    this.whyWithdrawn = whyWithdrawn;
  }

  public String getDelegate() {
    return delegate;
  }

  public void setDelegate(String delegate) {
    this.delegate = delegate;
  }

  public String getAbsence() {
    return absence;
  }

  public void setAbsence(String absence) {
    this.absence = absence;
  }

  public String getLastDayAway() {
    return lastDayAway;
  }

  public void setLastDayAway(String lastDayAway) {
    this.lastDayAway = lastDayAway;
  }

  public String getWhyAway() {
    return whyAway;
  }

  public void setWhyAway(String whyAway) {
    this.whyAway = whyAway;
  }

  /** The next version's text, beginning with the one in force. */
  public String getText() {
    return text == null ? rights.statement().text() : text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public String getWhy() {
    return why;
  }

  public void setWhy(String why) {
    this.why = why;
  }
}
