package io.veritwin.ui.audit;

import io.veritwin.records.retention.DisposalProposal;
import io.veritwin.records.retention.KeptException;
import io.veritwin.records.retention.ProposeDisposal;
import io.veritwin.records.retention.ProposeDisposal.Proposed;
import io.veritwin.records.retention.Retention;
import io.veritwin.records.retention.RetentionSchedule;
import io.veritwin.records.retention.RetentionSchedule.KeptRecord;
import io.veritwin.records.retention.RetentionSchedule.KeptType;
import io.veritwin.records.retention.RetentionSchedule.LegalHold;
import io.veritwin.records.signature.Refusal;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The page "Retention": how long each type of record is kept, what is held, what may leave and
 * which disposals were proposed and signed (URS-158, URS-159). For QA, administration and
 * inspection.
 */
@Named("keeping")
@ViewScoped
public class Keeping implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 200;

  @Inject RetentionSchedule schedule;
  @Inject Retention retention;
  @Inject ProposeDisposal proposeDisposal;
  @Inject CurrentPerson me;

  private String type;
  private String proposal;
  private String ruleType;
  private Integer length;
  private String lengthUnit = "years";
  private String basis = "";
  private String ruleReason = "";
  private String holdType;
  private String holdRecord = "";
  private String holdReason = "";
  private String lifted;
  private String liftReason = "";
  private String record = "";
  private String reason = "";
  private String withdrawReason = "";
  private transient List<KeptType> types;
  private transient List<KeptRecord> records;
  private transient List<Refusal> refusals;

  /** Answers "forbidden" to whoever has no business here. */
  public void open() throws IOException {
    if (!(me.isQa() || me.isAdministrator() || me.isInspector())) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces
          .getExternalContext()
          .responseSendError(403, "Retention is for QA, administration and inspection");
      faces.responseComplete();
    }
  }

  /** Every type, those whose records can leave first. */
  public List<KeptType> getTypes() {
    if (types == null) {
      types = schedule.types();
    }
    return types;
  }

  public List<KeptType> getDisposableTypes() {
    return getTypes().stream().filter(KeptType::disposable).toList();
  }

  public List<KeptType> getLastingTypes() {
    return getTypes().stream().filter(t -> !t.disposable()).toList();
  }

  /** The records of the opened type: what may leave first, then by the end of retention. */
  public List<KeptRecord> getRecords() {
    return all().stream().limit(SHOWN).toList();
  }

  private List<KeptRecord> all() {
    if (records == null) {
      records =
          type == null
              ? List.of()
              : schedule.records(type).stream()
                  .sorted(Comparator.comparing(r -> !r.isPast()))
                  .toList();
    }
    return records;
  }

  /** "3 of 12 may leave, 2 are due within 90 days." */
  public String getHeadline() {
    long past = all().stream().filter(KeptRecord::isPast).count();
    long soon = all().stream().filter(schedule::isDueSoon).count();
    return past
        + " of "
        + all().size()
        + " may leave, "
        + soon
        + " are due within 90 days."
        + (all().size() > SHOWN ? " The first " + SHOWN + " are shown." : "");
  }

  /** "may leave", "due soon", or what keeps the record. */
  public String standing(KeptRecord of) {
    if (of.proposal() != null) {
      return "proposed in " + of.proposal();
    }
    if (of.isPast()) {
      return "may leave";
    }
    return (schedule.isDueSoon(of) ? "due soon: " : "") + of.reason();
  }

  public List<LegalHold> getHolds() {
    return schedule.holds();
  }

  public List<DisposalProposal> getProposals() {
    return schedule.proposals();
  }

  /** The opened proposal; {@code null} while none was chosen. */
  public DisposalProposal getOpened() {
    return Optional.ofNullable(proposal).flatMap(schedule::proposal).orElse(null);
  }

  /** True when this person may sign the opened proposal: QA, and not the one who proposed. */
  public boolean isSignable() {
    return getOpened() != null
        && getOpened().isOpen()
        && me.isQa()
        && !getOpened().proposedBy().equals(me.person().subject());
  }

  /** Sets the retention of a type. */
  public String keep() {
    if (length == null || length < 0 || length > 999) {
      return refused(
          new Refusal("UI-08", "Not set. A retention is 0 to 999 long; " + length + " was typed."));
    }
    Period period =
        switch (lengthUnit) {
          case "years" -> Period.ofYears(length);
          case "months" -> Period.ofMonths(length);
          default -> Period.ofDays(length);
        };
    return attempted(
        () -> {
          retention.keep(me.person(), ruleType, period, basis, ruleReason);
          return page(ruleType, null);
        });
  }

  /** Places a legal hold. */
  public String hold() {
    String one = holdRecord.isBlank() ? null : holdRecord.strip();
    return attempted(
        () -> {
          retention.hold(me.person(), holdType, one, holdReason);
          return page(holdType, null);
        });
  }

  /** Lifts a legal hold. */
  public String lift() {
    return attempted(
        () -> {
          retention.lift(me.person(), lifted, liftReason);
          return page(type, null);
        });
  }

  /** Proposes the disposal of one record, or of all of the opened type that may leave. */
  public String propose() {
    Proposed outcome =
        proposeDisposal.propose(
            me.person(), type, record.isBlank() ? null : record.strip(), reason);
    return outcome instanceof Proposed.Ready ready
        ? page(type, ready.proposal().number())
        : refused(((Proposed.Refused) outcome).reason());
  }

  /** Takes the opened proposal back. */
  public String withdraw() {
    return proposeDisposal
        .withdraw(me.person(), proposal, withdrawReason)
        .map(this::refused)
        .orElseGet(() -> page(type, proposal));
  }

  private String attempted(Supplier<String> act) {
    try {
      return act.get();
    } catch (KeptException kept) {
      return refused(kept.refusal());
    }
  }

  private String refused(Refusal why) {
    refusals = new ArrayList<>(List.of(why));
    types = null;
    records = null;
    return null;
  }

  private static String page(String ofType, String number) {
    return "/audit/retention.xhtml?faces-redirect=true"
        + (ofType == null ? "" : "&type=" + URLEncoder.encode(ofType, StandardCharsets.UTF_8))
        + (number == null ? "" : "&proposal=" + number);
  }

  public List<Refusal> getRefusals() {
    return refusals == null ? List.of() : refusals;
  }

  public String getType() {
    return type;
  }

  public void setType(String type) {
    this.type = type;
  }

  public String getProposal() {
    return proposal;
  }

  public void setProposal(String proposal) {
    this.proposal = proposal;
  }

  public String getRuleType() {
    return ruleType == null ? type : ruleType;
  }

  public void setRuleType(String ruleType) {
    this.ruleType = ruleType;
  }

  public Integer getLength() {
    return length;
  }

  public void setLength(Integer length) {
    this.length = length;
  }

  public String getLengthUnit() {
    return lengthUnit;
  }

  public void setLengthUnit(String lengthUnit) {
    this.lengthUnit = lengthUnit;
  }

  public String getBasis() {
    return basis;
  }

  public void setBasis(String basis) {
    this.basis = basis;
  }

  public String getRuleReason() {
    return ruleReason;
  }

  public void setRuleReason(String ruleReason) {
    this.ruleReason = ruleReason;
  }

  public String getHoldType() {
    return holdType == null ? type : holdType;
  }

  public void setHoldType(String holdType) {
    this.holdType = holdType;
  }

  public String getHoldRecord() {
    return holdRecord;
  }

  public void setHoldRecord(String holdRecord) {
    this.holdRecord = holdRecord;
  }

  public String getHoldReason() {
    return holdReason;
  }

  public void setHoldReason(String holdReason) {
    this.holdReason = holdReason;
  }

  public String getLifted() {
    return lifted;
  }

  public void setLifted(String lifted) {
    this.lifted = lifted;
  }

  public String getLiftReason() {
    return liftReason;
  }

  public void setLiftReason(String liftReason) {
    this.liftReason = liftReason;
  }

  public String getRecord() {
    return record;
  }

  public void setRecord(String record) {
    this.record = record;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }

  public String getWithdrawReason() {
    return withdrawReason;
  }

  public void setWithdrawReason(String withdrawReason) {
    this.withdrawReason = withdrawReason;
  }
}
