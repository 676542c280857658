package io.veritwin.records.signature;

/** What a signature means (21 CFR 11.50(a)(3)). */
public enum Meaning {
  AUTHORED("Authored"),
  REVIEWED("Reviewed"),
  APPROVED("Approved"),
  REJECTED("Rejected"),
  ACKNOWLEDGED("Acknowledged"),
  ACCEPTED_FOR_RELEASE("Accepted for release"),
  RELEASED("Released"),
  VERIFIED("Verified"),
  ASSIGNED("Assigned");

  private final String label;

  Meaning(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
