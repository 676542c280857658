package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/** 21 CFR 11.70: the signature is verified again, and it signs this record and no other. */
public final class SignatureValid implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-01";
  }

  @Override
  public String question() {
    return "Signature belongs to this record";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var signature = evidence.signature();
    if (signature.isEmpty()) {
      return notOk("The signature cannot be read, so nobody can say who signed.");
    }
    if (!signature.get().valid()) {
      return notOk("The signature does not verify: " + signature.get().sentence());
    }
    var leaf = evidence.leaf();
    if (leaf.isEmpty()) {
      return notOk(
          "The signed entry cannot be read from the log, so the value signed is not known.");
    }
    var signed = leaf.get();
    var r = evidence.recommendation();
    if (!signed.recommendation().equals(r.number())
        || !signed.recordDigest().equals(r.signedDigest())
        || !signed.useId().equals(r.useId())) {
      return notOk(
          "The signed entry is about "
              + signed.recommendation()
              + " with digest "
              + Digests.shown(signed.recordDigest())
              + ", not about "
              + r.number()
              + " with digest "
              + Digests.shown(r.signedDigest())
              + ".");
    }
    if (Double.compare(signed.value(), r.acceptedValue()) != 0) {
      return notOk(
          "The value signed is "
              + signed.value()
              + " "
              + r.valueUnit()
              + ", the value on record is "
              + r.acceptedValue()
              + " "
              + r.valueUnit()
              + ".");
    }
    return ok("signed by " + signature.get().signer());
  }
}
