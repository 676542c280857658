package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/**
 * One question before a signed value goes to the plant, with one answer (URS-420). A gate looks at
 * the evidence only; what it cannot see it answers NOT OK.
 */
public interface ReleaseGate {

  /** The rule's number: "REL-06". */
  String rule();

  /** What is asked, as printed: "Readings fresh and good". */
  String question();

  GateAnswer answer(ReleaseEvidence evidence);

  /** The answer OK, with what was seen. */
  default GateAnswer ok(String words) {
    return new GateAnswer(rule(), question(), GateAnswer.Verdict.OK, words);
  }

  /** The answer NOT OK, with a sentence that holds both values. */
  default GateAnswer notOk(String sentence) {
    return new GateAnswer(rule(), question(), GateAnswer.Verdict.NOT_OK, sentence);
  }
}
