package io.veritwin.lifecycle;

import io.veritwin.records.signature.Refusal;
import java.util.List;

/**
 * What became of an act that needs no signature: it was done, or it was refused for reasons that
 * the person reads and the trail keeps.
 */
public sealed interface Outcome<T> {

  /** It was done; {@code value} is what it made. */
  record Done<T>(T value) implements Outcome<T> {}

  /** Nothing changed; every reason at once. */
  record Refused<T>(List<Refusal> reasons) implements Outcome<T> {
    public Refused {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a refusal needs a reason");
      }
    }

    /** All sentences, one after the other. */
    public String inWords() {
      return String.join(" ", reasons.stream().map(Refusal::sentence).toList());
    }
  }

  static <T> Outcome<T> refused(String rule, String sentence) {
    return new Refused<>(List.of(new Refusal(rule, sentence)));
  }
}
