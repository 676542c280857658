package io.veritwin.recommendation.recommend;

import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/**
 * The stop of all advice for a unit. Its life: made by one press of any operator, engineer or QA
 * person, without a signature; it holds until a signature resumes advice.
 */
@Entity
@Table(name = "advice_stop")
@Regulated
public class AdviceStop implements RegulatedRecord {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "advice_stop_seq")
  @SequenceGenerator(name = "advice_stop_seq", sequenceName = "advice_stop_seq", allocationSize = 1)
  Long id;

  @Version int version;

  @Column(nullable = false, updatable = false)
  String unit;

  @Column(name = "stopped_by", nullable = false, updatable = false)
  String stoppedBy;

  @Column(name = "stopped_by_name", nullable = false, updatable = false)
  String stoppedByName;

  @Column(name = "stopped_at", nullable = false, updatable = false)
  Instant stoppedAt;

  @Column(name = "resumed_by_name")
  String resumedByName;

  @Column(name = "resumed_at")
  Instant resumedAt;

  @Column(name = "resume_signature")
  String resumeSignature;

  protected AdviceStop() {}

  public AdviceStop(String unit, Person person, Instant at) {
    this.unit = unit;
    this.stoppedBy = person.subject();
    this.stoppedByName = person.printedName();
    this.stoppedAt = at;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("advice stop", number(), version + 1);
  }

  /** "STOP-3". */
  public String number() {
    return "STOP-" + id;
  }

  public boolean holds() {
    return resumedAt == null;
  }

  /** {@code null} while it holds. */
  public String resumedByName() {
    return resumedByName;
  }

  public String unit() {
    return unit;
  }

  public String stoppedByName() {
    return stoppedByName;
  }

  public Instant stoppedAt() {
    return stoppedAt;
  }

  /** Ends the stop by {@code signature}. */
  public void resume(ElectronicSignature signature) {
    if (!holds()) {
      throw new IllegalStateException(
          "advice for " + unit + " was resumed by " + resumedByName + " at " + resumedAt);
    }
    resumedByName = signature.signer().printedName();
    resumedAt = signature.signedAt();
    resumeSignature = signature.number();
  }
}
