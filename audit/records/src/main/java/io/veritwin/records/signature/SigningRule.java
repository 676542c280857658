package io.veritwin.records.signature;

import java.util.Locale;

/**
 * The rules of the signing ceremony and the sentences in which a refusal explains itself. A
 * sentence says what did not happen, what is true now, and what to do next; that the attempt is
 * recorded is the same for all.
 */
enum SigningRule {
  SIG_01(
      "Not signed. This signing is not open: it was completed, refused or never begun. Open the"
          + " record and sign again."),
  SIG_02("Not signed. The signing began at %s and was open for 10 minutes. Sign again."),
  SIG_03(
      "Not signed. %s proved their identity, but %s was to sign. Sign again, and let %s prove their"
          + " identity."),
  SIG_04(
      "Not signed. The identity provider's answer is about another record than the one shown. Sign"
          + " again."),
  SIG_05(
      "Not signed. The identity was proved at %s, before this signing began at %s; a signature"
          + " needs a fresh proof. Sign again."),
  SIG_06(
      "Not signed. The identity was proved with class \"%s\"; a signature needs class \"%s\". Sign"
          + " again with all that the identity provider asks for."),
  SIG_07("Not signed. The identity provider's answer is not genuine: %s. Call the administrator."),
  SIG_08(
      "Not signed. The identity provider reports: %s. The record stays as it was. Sign again if you"
          + " want to."),
  SIG_09(
      "Not signed. %s changed while it was being signed: what you read is no longer what is stored."
          + " Read it again, then sign."),
  SIG_10("Not signed. %s could be signed until %s. Ask for a new one."),
  SIG_11(
      "Not signed. The identity provider cannot be reached (%s). Try again; if it stays so, call"
          + " the administrator."),
  SIG_12("Not signed. You chose not to sign %s; it stays as it was."),
  SIG_13(
      "Not signed. The identity provider's answer came to another browser than the one that began"
          + " this signing. Sign again."),
  SIG_14(
      "Not signed. The signature could not be stored (%s), so nothing of it took effect. Try again;"
          + " if it stays so, call the administrator."),
  SIG_15(
      "Not signed. Another person than %s gave user name and password. Whoever was asked signs: %s"
          + " here, anyone else in a session of their own."),
  SIG_16(
      "Not signed. What came back is not the identity provider's answer to this signing; being"
          + " logged in does not sign. Sign again with user name and password."),
  SIG_46(
      "Not signed. You began as %s, and the identity provider now vouches for you as %s. Log out, log"
          + " in again, and sign with the roles in force."),
  SIG_48(
      "Not signed. The server's clock was set back while this was being signed: it reads %s, and the"
          + " signing began at %s. Call the administrator, then sign again."),
  SIG_49(
      "Not signed. A signature needs a time stamp, and %s. Try again; if it stays so, call the"
          + " administrator.");

  private final String sentence;

  SigningRule(String sentence) {
    this.sentence = sentence;
  }

  /**
   * Of a ceremony that this browser did not begin or that never was. Nobody can be named, and
   * whoever calls an address at random must not fill the trail, so this alone is not recorded.
   */
  static final Refusal NO_CEREMONY =
      new Refusal(
          "SIG-90",
          "Nothing was signed. This browser did not begin the signing, or its ten minutes are over."
              + " Open the record again to sign it (SIG-90).");

  /**
   * Of an attempt that nothing could be stored about, which no sentence may call recorded: the
   * ceremony stays as it was.
   */
  static Refusal unrecorded(String why) {
    return new Refusal(
        "SIG-47",
        "Not signed. Nothing can be stored now ("
            + why
            + "), so nothing took effect, and this attempt stands in the server's own log only. Call"
            + " the administrator, and sign when it is repaired (SIG-47).");
  }

  /** The rule's number as printed: "SIG-01". */
  String number() {
    return name().replace('_', '-');
  }

  Refusal refusal(Object... values) {
    return new Refusal(
        number(),
        String.format(Locale.ROOT, sentence, values)
            + " This attempt is recorded ("
            + number()
            + ").");
  }
}
