package io.veritwin.recommendation.accept;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.records.identity.Person;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/** Ask the engineer about a recommendation; the question stays with its record. */
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
