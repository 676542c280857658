package io.veritwin.records.right;

import io.veritwin.records.signature.Refusal;
import java.util.Locale;

/** What may stand against a person's signature as such, and in which sentence it says so. */
enum RightRule {
  SIG_17(
      "Not signed. The identity of %s has not been checked for signing. Somebody else of QA or"
          + " administration records the check under People."),
  SIG_18(
      "Not signed. %s has no valid training as %s (%s). Somebody else of QA or administration"
          + " records it under People."),
  SIG_19(
      "Not signed. Version %s of the accountability statement is in force and %s signed %s. Sign it"
          + " under your own name at the top of the page."),
  SIG_20(
      "Not signed. The right of %s to sign is locked since %s: %s. Somebody else of QA or"
          + " administration checks the identity again under People."),
  SIG_21(
      "Not signed. The right of %s to sign rests since %s: %s. Somebody else of QA or"
          + " administration checks the identity again under People."),
  SIG_22(
      "Not signed. %s is an administrator, and who keeps accounts signs no record. Ask a person"
          + " without that role."),
  SIG_23("Not recorded. QA or an administrator does this; you act as %s. Ask one of them."),
  SIG_24("Not recorded. Nobody vouches for themselves. Ask somebody else of QA or administration."),
  SIG_25("Not recorded. \"%s\" is no way to check an identity on the list. Choose one."),
  SIG_26("Not recorded. Say in at least 10 characters what was seen or why; \"%s\" is too short."),
  SIG_27(
      "Not recorded. Name the certification letter to the FDA (21 CFR 11.100(c)) or say that there"
          + " is none."),
  SIG_28("Not recorded. %s trains nobody to sign; choose process engineer, QA or operator."),
  SIG_29("Not recorded. A training ends after today; \"%s\" does not. Give a day as 2027-06-30."),
  SIG_30("Not published. QA publishes an accountability statement; you act as %s. Ask QA."),
  SIG_31(
      "Not published. A statement has at least 40 characters and differs from the one in force;"
          + " this one does not."),
  SIG_32("Nothing to sign. %s signed version %s of the accountability statement on %s."),
  SIG_33("Not signed. \"%s\" is the right of somebody else; everybody answers for themselves."),
  SIG_36(
      "Not recorded. Signing for %s is delegated and ended by the person or by QA; you act as %s."),
  SIG_37("Not delegated. %s does not sign as %s, so there is nothing to delegate."),
  SIG_38("Not delegated. %s cannot be the delegate: %s."),
  SIG_39(
      "Not delegated. A delegation ends within 30 days; \"%s\" does not. Give a day as 2027-06-30."),
  SIG_40("Not delegated. \"%s\" is no reason on the list. Choose one."),
  SIG_41("Delegation %s ended at %s: nobody signs by it, and there is nothing left to end."),
  SIG_42("Not signed. There is no delegation %s to %s. Sign for yourself, or ask for one."),
  SIG_43(
      "Not signed. Delegation %s is for signing as %s, and this record asks for another function."),
  SIG_44("Not signed. You sign for %s, whose own right to sign is %s, and so gives none."),
  SIG_45(
      "Not signed. You sign for %s, who could not sign this themselves (%s); a delegation gives no"
          + " more than that."),
  SIG_49(
      "Not recorded. Training %s %s at %s: it entitles to nothing, and there is nothing left to"
          + " withdraw.");

  private final String sentence;

  RightRule(String sentence) {
    this.sentence = sentence;
  }

  Refusal refusal(Object... values) {
    return new Refusal(name().replace('_', '-'), String.format(Locale.ROOT, sentence, values));
  }
}
