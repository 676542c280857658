package io.veritwin.records.log;

import io.veritwin.records.signature.Refusal;

/** The log or its copy cannot be written at the moment; it is tried again. */
class LogUnwritableException extends RuntimeException {

  private final String rule;

  LogUnwritableException(String rule, String sentence, Throwable cause) {
    super(sentence, cause);
    this.rule = rule;
  }

  /** The reason against every act until the log is written again. */
  Refusal refusal() {
    return new Refusal(
        rule,
        "Nothing is signed or written to the plant. "
            + getMessage().replaceAll("\\.$", "")
            + ". Acts are possible again as soon as the log is written; call the administrator.");
  }
}
