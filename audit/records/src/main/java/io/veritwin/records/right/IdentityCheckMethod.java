package io.veritwin.records.right;

import java.util.Arrays;
import java.util.Optional;

/** How a person's identity was checked; the list is closed, a remark says the rest. */
public enum IdentityCheckMethod {
  IDENTITY_CARD("identity card or passport seen, person present"),
  SITE_BADGE("site badge with photograph seen, person present"),
  PERSONNEL_RECORD("personnel record compared, person present"),
  VIDEO_CALL("identity card seen in a video call, called back on the number on file");

  private final String inWords;

  IdentityCheckMethod(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }

  /** The method of that name; empty when there is none. */
  public static Optional<IdentityCheckMethod> named(String name) {
    return Arrays.stream(values()).filter(method -> method.name().equals(name)).findFirst();
  }
}
