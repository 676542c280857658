package io.veritwin.records.right;

/** How a right to sign stands. */
public enum SigningRightState {
  /** Nobody has checked the person's identity yet (21 CFR 11.100(b)). */
  UNCHECKED("identity not checked"),
  /** Identity checked; training and accountability statement are asked for beside it. */
  ACTIVE("active"),
  /** Refused authentications locked it (21 CFR 11.300(d)). */
  LOCKED("locked"),
  /** Somebody else set a credential of the person (21 CFR 11.200(a)(3)). */
  TO_BE_RECHECKED("to be re-checked");

  private final String inWords;

  SigningRightState(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }
}
