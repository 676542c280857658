package io.veritwin.recommendation.copy;

import io.veritwin.recommendation.accept.EngineerQuestion;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.records.copy.EnclosedFile;
import io.veritwin.records.copy.WholeRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What belongs to the whole of a recommendation (URS-178): the questions that operators asked about
 * it, and the inputs and the forecast that the trail names by their digests.
 */
@ApplicationScoped
@Transactional
public class WholeRecommendation implements WholeRecord {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Recommendations recommendations;

  @Override
  public String recordType() {
    return "recommendation";
  }

  @Override
  public Optional<Parts> parts(String number) {
    return number.matches("P-\\d{1,12}")
        ? recommendations.find(number).map(r -> new Parts(questions(r), List.of(), files(r)))
        : Optional.empty();
  }

  /** The questions about it, oldest first. */
  List<Related> questions(Recommendation recommendation) {
    return entities
        .createQuery(
            "select q from EngineerQuestion q where q.recommendation = :number order by q.id",
            EngineerQuestion.class)
        .setParameter("number", recommendation.number())
        .getResultStream()
        .map(q -> new Related(q.recordRef().type(), q.recordRef().id()))
        .toList();
  }

  /** What it was computed from and what it said, as canonical JSON. */
  static List<EnclosedFile> files(Recommendation r) {
    List<EnclosedFile> files = new ArrayList<>();
    files.add(json(r, "inputs", "What the forecast was computed from", r.inputPackage()));
    files.add(json(r, "forecast", "The answer of forecast and optimiser", r.forecast()));
    if (r.gateAnswers() != null) {
      files.add(json(r, "gates", "The answers of the release gates", r.gateAnswers()));
    }
    return files;
  }

  private static EnclosedFile json(Recommendation r, String part, String title, String content) {
    return new EnclosedFile(
        r.number() + "-" + part + ".json",
        "application/json",
        title + " of " + r.number(),
        content.getBytes(StandardCharsets.UTF_8));
  }
}
