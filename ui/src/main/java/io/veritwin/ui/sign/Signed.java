package io.veritwin.ui.sign;

import io.veritwin.records.log.LogHealth;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignRecord;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.trail.Receipts;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/**
 * "Signed", or why not: step three, rebuilt from the ceremony alone. Until a durable checkpoint
 * covers the entry it reads "Signed, awaiting receipt".
 */
@Named
@RequestScoped
public class Signed {

  @Inject SignRecord signRecord;
  @Inject Receipts receipts;
  @Inject LogHealth log;
  @Inject CurrentPerson me;

  private String ceremony;
  private SigningOutcome outcome;
  private FrozenRecord record;

  private SigningOutcome outcome() {
    if (outcome == null) {
      outcome = signRecord.outcome(ceremony);
    }
    return outcome;
  }

  public boolean isSigned() {
    return outcome() instanceof SigningOutcome.Signed;
  }

  public boolean isOpen() {
    return outcome() instanceof SigningOutcome.Open;
  }

  public ElectronicSignature getSignature() {
    return ((SigningOutcome.Signed) outcome()).signature();
  }

  /** True once a durable checkpoint covers the entry. */
  public boolean isReceived() {
    return receipts.find(getSignature().auditEntryId()).isPresent();
  }

  /** Every reason why nothing was signed. */
  public List<Refusal> getReasons() {
    return outcome() instanceof SigningOutcome.Refused refused ? refused.reasons() : List.of();
  }

  /**
   * What stops every act now, so that an open ceremony cannot go on; {@code null} while nothing.
   */
  public Refusal getAgainstActs() {
    return log.reasonAgainstActs().orElse(null);
  }

  /** Number of the recommendation, whose release the page follows; empty for other records. */
  public String getFollowed() {
    return isSigned() && getSignature().record().type().equals("recommendation")
        ? getSignature().record().id()
        : "";
  }

  /** The page to go back to. */
  public String getReturnTo() {
    SigningOutcome now = outcome();
    String place =
        now instanceof SigningOutcome.Signed signed
            ? signed.returnTo()
            : now instanceof SigningOutcome.Refused refused ? refused.returnTo() : "";
    return Places.page(place);
  }

  /**
   * The record as it was read for this ceremony; {@code null} in somebody else's session: the
   * signature below names it, and the trail holds it.
   */
  public FrozenRecord getRecord() {
    if (record == null) {
      record = signRecord.record(ceremony, me.person()).orElse(null);
    }
    return record;
  }

  public String getDigest() {
    return RecordDigest.of(getRecord().canonical());
  }

  public String getCeremony() {
    return ceremony;
  }

  public void setCeremony(String ceremony) {
    this.ceremony = ceremony;
  }
}
