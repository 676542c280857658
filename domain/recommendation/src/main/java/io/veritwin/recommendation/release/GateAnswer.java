package io.veritwin.recommendation.release;

/**
 * One gate's question and its answer in words, as printed on the operator's screen and kept in the
 * trail.
 *
 * @param rule the gate's number, for example "REL-06"
 * @param question what the gate asks: "Readings fresh and good"
 * @param verdict OK or NOT_OK
 * @param words the answer in words; for NOT_OK a sentence with both values
 */
public record GateAnswer(String rule, String question, Verdict verdict, String words) {

  /** What a gate can say. A source that cannot be seen is NOT_OK. */
  public enum Verdict {
    OK,
    NOT_OK
  }

  public boolean ok() {
    return verdict == Verdict.OK;
  }
}
