package io.veritwin.ledger.verify;

/** Wording shared by the findings. */
final class Words {

  private Words() {}

  /** "entry 7 is" or "entries 7 to 9 are". */
  static String entries(long first, long last) {
    return first == last ? "entry " + first + " is" : "entries " + first + " to " + last + " are";
  }

  /** The same at the beginning of a sentence. */
  static String capitalEntries(long first, long last) {
    return "E" + entries(first, last).substring(1);
  }
}
