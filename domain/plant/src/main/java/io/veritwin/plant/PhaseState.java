package io.veritwin.plant;

import java.util.Locale;

/** State of a phase (ISA-88); {@link #UNKNOWN} where the plant has not said. */
public enum PhaseState {
  IDLE,
  RUNNING,
  HELD,
  COMPLETE,
  ABORTED,
  STOPPED,
  UNKNOWN;

  /** The state the plant named, or UNKNOWN for any other word. */
  public static PhaseState named(String name) {
    for (PhaseState state : values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    return UNKNOWN;
  }

  public String inWords() {
    return name().toLowerCase(Locale.ROOT);
  }
}
