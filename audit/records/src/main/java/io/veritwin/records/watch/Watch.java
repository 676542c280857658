package io.veritwin.records.watch;

import java.time.Duration;

/** One thing that the platform looks at by itself, again and again. */
public interface Watch {

  /** The number of the alarm that says this could not be looked at. */
  String rule();

  /** What is looked at, for that alarm's sentence: "the server's clock". */
  String what();

  /** The time between two looks. */
  Duration every();

  /** How long it may be impossible to look before that is an alarm. */
  default Duration patience() {
    return Duration.ZERO;
  }

  /**
   * Looks once; raises and ends its own alarms, and records what it found.
   *
   * @throws Exception when it could not be looked at
   */
  void look() throws Exception;
}
