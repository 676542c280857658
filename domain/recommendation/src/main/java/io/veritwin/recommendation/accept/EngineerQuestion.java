package io.veritwin.recommendation.accept;

import io.veritwin.records.identity.Person;
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
 * A question an operator asked the process engineer about a recommendation. Its life: asked, it
 * keeps the recommendation from being accepted until an engineer answered it, once.
 */
@Entity
@Table(name = "engineer_question")
@Regulated
public class EngineerQuestion implements RegulatedRecord {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "engineer_question_seq")
  @SequenceGenerator(
      name = "engineer_question_seq",
      sequenceName = "engineer_question_seq",
      allocationSize = 1)
  Long id;

  @Version int version;

  @Column(nullable = false, updatable = false)
  String recommendation;

  @Column(nullable = false, updatable = false)
  String unit;

  @Column(nullable = false, updatable = false)
  String question;

  @Column(name = "asked_by", nullable = false, updatable = false)
  String askedBy;

  @Column(name = "asked_by_name", nullable = false, updatable = false)
  String askedByName;

  @Column(name = "asked_at", nullable = false, updatable = false)
  Instant askedAt;

  String answer;

  @Column(name = "answered_by_name")
  String answeredByName;

  @Column(name = "answered_at")
  Instant answeredAt;

  protected EngineerQuestion() {}

  EngineerQuestion(String recommendation, String unit, String question, Person person, Instant at) {
    this.recommendation = recommendation;
    this.unit = unit;
    this.question = question;
    this.askedBy = person.subject();
    this.askedByName = person.printedName();
    this.askedAt = at;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("engineer question", number(), version + 1);
  }

  void answer(String words, Person person, Instant at) {
    answer = words;
    answeredByName = person.printedName();
    answeredAt = at;
  }

  /** That it was asked and is not answered, in one sentence. */
  public String inWords() {
    return askedByName
        + " asked the process engineer \""
        + question
        + "\" ("
        + number()
        + "); it is not answered yet.";
  }

  /** "Q-3". */
  public String number() {
    return "Q-" + id;
  }

  public boolean open() {
    return answeredAt == null;
  }

  /** {@code null} while it is open. */
  public String answer() {
    return answer;
  }

  /** {@code null} while it is open. */
  public String answeredByName() {
    return answeredByName;
  }

  public String unit() {
    return unit;
  }

  public String recommendation() {
    return recommendation;
  }

  public String question() {
    return question;
  }

  public String askedByName() {
    return askedByName;
  }

  public Instant askedAt() {
    return askedAt;
  }
}
