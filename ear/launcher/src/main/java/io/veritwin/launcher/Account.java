package io.veritwin.launcher;

import java.util.List;

/**
 * An account of the demonstration realm, as printed at start. The realm itself stands in the
 * identity module.
 *
 * @param user the user name
 * @param person the printed name
 * @param does what this person does in the demonstration
 */
record Account(String user, String person, String does) {

  static final List<Account> ALL =
      List.of(
          new Account(
              "engineer", "Jonas Weidl", "imports batches, registers and submits a model version"),
          new Account("qa", "Dr. Ines Albrecht", "reviews the report and approves by signature"),
          new Account("qa2", "Priya Nair", "assigns an approved version to a unit"),
          new Account("operator", "Marta Reuter", "decides on recommendations and signs"),
          new Account(
              "operator2",
              "Lena Haas",
              "decides on recommendations, and for the other by delegation"),
          new Account("inspector", "J. Lindqvist", "reads the trail and verifies the log"),
          new Account("admin", "Tom Brandl", "keeps accounts, checks identities"));

  String password() {
    return user + "-demo-2026";
  }
}
