package io.veritwin.records.right;

import java.util.Arrays;
import java.util.Optional;

/** Why somebody delegates; the list is closed, a remark says the rest. */
public enum AbsenceReason {
  LEAVE("leave"),
  ILLNESS("illness"),
  OFF_SITE("off site, on business"),
  SHIFT("off shift"),
  OVERLOAD("more decisions than one person can read");

  private final String inWords;

  AbsenceReason(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }

  /** The reason of that name; empty when there is none. */
  public static Optional<AbsenceReason> named(String name) {
    return Arrays.stream(values()).filter(reason -> reason.name().equals(name)).findFirst();
  }
}
