package io.veritwin.recommendation.release;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.recommendation.recommend.Canonical;
import java.util.List;

/** The gates' answers as they are kept with a recommendation. */
public final class StoredAnswers {

  private StoredAnswers() {}

  /** The canonical form. */
  static String text(List<GateAnswer> answers) {
    return Canonical.text(
        JsonObject.builder()
            .put(
                "answers",
                new JsonArray(
                    answers.stream()
                        .<JsonValue>map(
                            a ->
                                JsonObject.builder()
                                    .put("rule", a.rule())
                                    .put("question", a.question())
                                    .put("verdict", a.verdict().name())
                                    .put("words", a.words())
                                    .build())
                        .toList()))
            .build());
  }

  /** Reads what {@link #text} wrote; none from {@code null}. */
  public static List<GateAnswer> read(String text) {
    if (text == null) {
      return List.of();
    }
    return Canonical.objects(Canonical.object(text), "answers").stream()
        .map(
            a ->
                new GateAnswer(
                    Canonical.string(a, "rule"),
                    Canonical.string(a, "question"),
                    GateAnswer.Verdict.valueOf(Canonical.string(a, "verdict")),
                    Canonical.string(a, "words")))
        .toList();
  }
}
