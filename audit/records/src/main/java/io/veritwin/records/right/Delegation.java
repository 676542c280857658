package io.veritwin.records.right;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;

/**
 * That one person signs for another in a function, for a time. The delegate signs in their own name
 * with a right of their own; the signature says for whom.
 */
@Entity
@Table(name = "delegation")
@DynamicUpdate
@Regulated
public class Delegation implements RegulatedRecord {

  @Id String number;

  @Version int version;

  @Column(name = "absent_subject")
  String absentSubject;

  @Column(name = "absent_name")
  String absentName;

  @Column(name = "delegate_subject")
  String delegateSubject;

  @Column(name = "delegate_name")
  String delegateName;

  @Enumerated(EnumType.STRING)
  Role function;

  String reason;

  @Column(name = "made_by")
  String madeBy;

  @Column(name = "made_by_name")
  String madeByName;

  @Column(name = "made_at")
  Instant madeAt;

  @Column(name = "ends_at")
  Instant endsAt;

  @Column(name = "ended_at")
  Instant endedAt;

  @Column(name = "ended_by_name")
  String endedByName;

  protected Delegation() {}

  Delegation(
      String number,
      SigningRight absent,
      SigningRight delegate,
      Role function,
      String reason,
      Person maker,
      Instant madeAt,
      Instant endsAt) {
    this.number = number;
    this.absentSubject = absent.subject();
    this.absentName = absent.printedName();
    this.delegateSubject = delegate.subject();
    this.delegateName = delegate.printedName();
    this.function = function;
    this.reason = reason;
    this.madeBy = maker.subject();
    this.madeByName = maker.printedName();
    this.madeAt = madeAt;
    this.endsAt = endsAt;
  }

  void end(Person by, Instant at) {
    this.endedAt = at;
    this.endedByName = by.printedName();
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("delegation", number, version + 1);
  }

  /** True while somebody may sign by it. */
  public boolean holds(Instant now) {
    return endedAt == null && now.isBefore(endsAt);
  }

  /** As it stands beside a signature: "Dr. Ines Albrecht, by delegation D-1 until ...". */
  public String inWords() {
    return absentName + ", by delegation " + number + " until " + endsAt;
  }

  /** Its number: "D-1". */
  public String number() {
    return number;
  }

  /** Subject of the person who is signed for. */
  public String absentSubject() {
    return absentSubject;
  }

  public String absentName() {
    return absentName;
  }

  /** Subject of the person who signs. */
  public String delegateSubject() {
    return delegateSubject;
  }

  public String delegateName() {
    return delegateName;
  }

  public Role function() {
    return function;
  }

  public String reason() {
    return reason;
  }

  public String madeByName() {
    return madeByName;
  }

  public Instant endsAt() {
    return endsAt;
  }

  /** When somebody ended it before its time; {@code null} otherwise. */
  public Instant endedAt() {
    return endedAt;
  }

  public String endedByName() {
    return endedByName;
  }
}
