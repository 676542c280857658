package io.veritwin.records.inspection;

import io.veritwin.records.signature.Refusal;
import java.util.Locale;

/** What may stand against an act about an inspector's access, or against reading by it. */
enum InspectionRule {
  INS_01("Not recorded. QA opens, extends and ends inspectors' access; you act as %s. Ask QA."),
  INS_02(
      "Not recorded. Nobody who inspects opens, extends or ends an access, nor anybody for"
          + " themselves. Ask QA."),
  INS_03(
      "Not opened. Nobody called \"%s\" has signed in with the role inspector. The administrator"
          + " gives account and role; then ask the person to sign in once."),
  INS_04(
      "Not opened. Name the authority or company and the inspection in 5 to 200 characters;"
          + " \"%s\" does not."),
  INS_05("Not recorded. Say why in 10 to 500 characters; \"%s\" does not."),
  INS_06("Not opened. An access begins today or within a year; \"%s\" does not. Give a day as %s."),
  INS_07(
      "Not recorded. An access has an end, after its beginning and at most %s days later; \"%s\""
          + " is none. Give the last day as %s."),
  INS_08(
      "Not opened. \"%s\" is no record of this site. Give kind and number, as in the audit trail:"
          + " batch B-2026-114."),
  INS_09(
      "Not opened. \"%s\" to \"%s\" is no span of the trail. Give first and last day as %s, or leave"
          + " both empty."),
  INS_10("Not opened. %s has %s already, until %s. Extend it, or end it first."),
  INS_11("Not recorded. %s ended at %s. Open another one."),
  INS_12("Not extended. \"%s\" is not later than the end it has, %s. To shorten it, end it."),
  INS_20("No access is open for you. Ask QA of this site to open one."),
  INS_21("Your access %s begins at %s. Come back then, or ask QA of this site."),
  INS_22("Your access %s ended at %s. Ask QA of this site to open another one."),
  INS_23(
      "Not shown. Your access %2$s (%3$s) does not cover %1$s. Ask QA of this site to open a wider"
          + " one."),
  INS_24(
      "No copy was made: %s has entries outside the time that your access %s covers (%s), and a"
          + " copy holds all of them. Read them one by one in the audit trail, or ask QA.");

  private final String sentence;

  InspectionRule(String sentence) {
    this.sentence = sentence;
  }

  Refusal refusal(Object... values) {
    return new Refusal(name().replace('_', '-'), String.format(Locale.ROOT, sentence, values));
  }
}
