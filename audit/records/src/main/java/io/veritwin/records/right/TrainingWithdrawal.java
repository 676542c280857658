package io.veritwin.records.right;

import io.veritwin.records.identity.Person;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** That a training counts no more, before its end (21 CFR 11.10(i)). */
@Entity
@Table(name = "training_withdrawal")
@Immutable
@Regulated
public class TrainingWithdrawal implements RegulatedRecord {

  @Id String training;

  int version;

  String reason;

  @Column(name = "withdrawn_by")
  String withdrawnBy;

  @Column(name = "withdrawn_by_name")
  String withdrawnByName;

  @Column(name = "withdrawn_at")
  Instant withdrawnAt;

  protected TrainingWithdrawal() {}

  TrainingWithdrawal(String training, String reason, Person by, Instant at) {
    this.training = training;
    this.reason = reason;
    this.withdrawnBy = by.subject();
    this.withdrawnByName = by.printedName();
    this.withdrawnAt = at;
  }

  @Override
  public RecordRef recordRef() {
    // The training is its version 1.
    return new RecordRef("training", training, 2);
  }

  public String reason() {
    return reason;
  }

  public String withdrawnByName() {
    return withdrawnByName;
  }

  public Instant withdrawnAt() {
    return withdrawnAt;
  }
}
