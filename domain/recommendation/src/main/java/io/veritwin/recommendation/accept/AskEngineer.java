package io.veritwin.recommendation.accept;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/**
 * Ask the engineer about a recommendation, and answer (URS-430). The question stays with its
 * record; while it is open the recommendation cannot be accepted (REC-09).
 */
@ApplicationScoped
@Transactional
public class AskEngineer {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Recommendations recommendations;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /** Stores the question. The recommendation stays as it is. */
  public Outcome<EngineerQuestion> ask(String number, String question, Person person) {
    if (question == null || question.isBlank()) {
      return Outcome.refused(
          "REC-44", "Not asked. The question is empty (REC-44). Write what you want to know.");
    }
    Recommendation r = recommendations.get(number);
    EngineerQuestion asked =
        new EngineerQuestion(number, r.unit(), question.strip(), person, clock.instant());
    entities.persist(asked);
    trail.record(
        AuditEvent.of(
            "ENGINEER_ASKED",
            person,
            asked.recordRef(),
            "About " + number + " the process engineer was asked: " + asked.question()));
    return new Outcome.Done<>(asked);
  }

  /** Answers an open question. */
  public Outcome<EngineerQuestion> answer(String question, String words, Person person) {
    EngineerQuestion asked =
        open().stream().filter(q -> q.number().equals(question)).findFirst().orElse(null);
    if (asked == null) {
      return Outcome.refused(
          "REC-45", "Not answered. " + question + " is no open question (REC-45).");
    }
    if (!person.is(Role.ENGINEER)) {
      return Outcome.refused(
          "REC-46",
          "Not answered. "
              + question
              + " stays open. A process engineer answers; you are signed in as "
              + person.roleInWords()
              + " (REC-46). Ask one.");
    }
    if (words == null || words.isBlank()) {
      return Outcome.refused(
          "REC-44", "Not answered. The answer is empty (REC-44). Write what you know.");
    }
    asked.answer(words.strip(), person, clock.instant());
    trail.record(
        AuditEvent.of(
            "ENGINEER_ANSWERED",
            person,
            asked.recordRef(),
            "About "
                + asked.recommendation()
                + " "
                + person.printedName()
                + " answered "
                + question
                + ": "
                + asked.answer()));
    return new Outcome.Done<>(asked);
  }

  /** Every open question, oldest first. */
  public List<EngineerQuestion> open() {
    return entities
        .createQuery(
            "select q from EngineerQuestion q where q.answeredAt is null order by q.id",
            EngineerQuestion.class)
        .getResultList();
  }

  /** The questions about a recommendation, oldest first. */
  public List<EngineerQuestion> about(String number) {
    return entities
        .createQuery(
            "select q from EngineerQuestion q where q.recommendation = :number order by q.id",
            EngineerQuestion.class)
        .setParameter("number", number)
        .getResultList();
  }
}
