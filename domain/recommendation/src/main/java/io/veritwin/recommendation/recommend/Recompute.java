package io.veritwin.recommendation.recommend;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.TreeSet;

/**
 * Recompute a recommendation from its stored package and compare every bit (URS-406, A22-01).
 * Changes nothing.
 */
@ApplicationScoped
public class Recompute {

  /** Nobody waits for a recomputation as for a recommendation, so it may take longer. */
  private static final Duration TIME_BOX = Duration.ofMinutes(2);

  @Inject Recommendations recommendations;
  @Inject Clock clock;

  protected Recompute() {}

  Recompute(Recommendations recommendations, Clock clock) {
    this.recommendations = recommendations;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param identical every byte is as stored
   * @param sentence the finding in one sentence; names the first difference where there is one
   * @param digest SHA-256 of the answer computed now; empty when none came
   */
  public record Finding(boolean identical, String sentence, String digest) {}

  /**
   * Computes the recommendation again.
   *
   * @throws IllegalArgumentException when there is none of that number
   */
  public Finding of(String number) {
    return compare(recommendations.get(number), clock);
  }

  static Finding compare(Recommendation r, Clock clock) {
    if (!Canonical.digest(r.inputPackage()).equals(r.inputDigest())) {
      return new Finding(false, "The stored input package does not have its digest.", "");
    }
    if (!Canonical.digest(r.forecast()).equals(r.forecastDigest())) {
      return new Finding(false, "The stored forecast does not have its digest.", "");
    }
    InputPackage input = InputPackage.read(r.inputPackage());
    if (!input.model().codeDigest().equals(input.codeDigest())) {
      return new Finding(
          false,
          "The structure "
              + input.structure()
              + " is other code than when "
              + r.number()
              + " was computed; it cannot be computed again here.",
          "");
    }
    Computation.Answer answer = new Computation(clock).compute(input, TIME_BOX);
    if (!(answer instanceof Computation.Answer.Recommended recommended)) {
      return new Finding(
          false, "No value came out this time; stored is " + r.proposedValue() + ".", "");
    }
    String now = recommended.forecast().text();
    String digest = Canonical.digest(now);
    if (now.equals(r.forecast())) {
      return new Finding(
          true, "Computed again from the stored package: every byte is as stored.", digest);
    }
    return new Finding(
        false,
        "The first difference: "
            + firstDifference("", Canonical.object(r.forecast()), Canonical.object(now))
            + ".",
        digest);
  }

  private static String firstDifference(String path, JsonValue stored, JsonValue now) {
    if (stored instanceof JsonObject a && now instanceof JsonObject b) {
      TreeSet<String> names = new TreeSet<>(a.members().keySet());
      names.addAll(b.members().keySet());
      for (String name : names) {
        JsonValue x = a.members().get(name);
        JsonValue y = b.members().get(name);
        if (x == null || y == null || !x.equals(y)) {
          return x == null || y == null
              ? path + "/" + name + " is there only once"
              : firstDifference(path + "/" + name, x, y);
        }
      }
    }
    if (stored instanceof JsonArray a
        && now instanceof JsonArray b
        && a.elements().size() == b.elements().size()) {
      for (int i = 0; i < a.elements().size(); i++) {
        if (!a.elements().get(i).equals(b.elements().get(i))) {
          return firstDifference(path + "/" + i, a.elements().get(i), b.elements().get(i));
        }
      }
    }
    return path + " was " + Canonical.text(stored) + ", now " + Canonical.text(now);
  }
}
