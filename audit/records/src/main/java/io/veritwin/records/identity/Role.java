package io.veritwin.records.identity;

/** The roles of the realm. {@link #realmRole} is the name at the identity provider. */
public enum Role {
  ENGINEER("engineer", "process engineer"),
  QA("qa", "QA"),
  OPERATOR("operator", "operator"),
  INSPECTOR("inspector", "inspector"),
  ADMINISTRATOR("admin", "administrator");

  private final String realmRole;
  private final String inWords;

  Role(String realmRole, String inWords) {
    this.realmRole = realmRole;
    this.inWords = inWords;
  }

  public String realmRole() {
    return realmRole;
  }

  public String inWords() {
    return inWords;
  }
}
