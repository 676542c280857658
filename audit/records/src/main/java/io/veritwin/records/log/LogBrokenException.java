package io.veritwin.records.log;

import io.veritwin.records.signature.Refusal;

/** The log contradicts itself or its copy; it must be examined, never continued. */
class LogBrokenException extends RuntimeException {

  private final String rule;

  LogBrokenException(String rule, String sentence) {
    super(sentence);
    this.rule = rule;
  }

  /** The reason against every further act. */
  Refusal refusal() {
    return new Refusal(
        rule,
        "Nothing is signed or written to the plant. "
            + getMessage()
            + " Call the administrator; the log must be examined before it is continued.");
  }
}
