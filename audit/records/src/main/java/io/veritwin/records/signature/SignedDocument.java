package io.veritwin.records.signature;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.StrictJsonParser;
import io.veritwin.ledger.verdict.Verdict;
import java.time.Instant;
import java.util.Arrays;

/**
 * The bytes under a signature: canonical record "signed-record", version 1. It holds the complete
 * record, the statement whose digest was the nonce, and the authentication, so that {@code openssl
 * cms -verify -content} over this one file shows what was signed, by whom and with which meaning.
 */
final class SignedDocument {

  static final String TYPE = "signed-record";

  private SignedDocument() {}

  static byte[] of(SigningCeremony ceremony, FreshIdentity identity, Instant signedAt) {
    return CanonicalRecord.of(
            TYPE,
            JsonObject.builder()
                .put("record", canonical(ceremony.canonical))
                .put("statement", canonical(ceremony.statement))
                .put("signedAt", signedAt)
                .put(
                    "signer",
                    JsonObject.builder()
                        .put("subject", ceremony.signerSubject)
                        .put("username", ceremony.signerUsername)
                        .put("name", ceremony.signerName)
                        .put("number", ceremony.signerNumber)
                        .put("role", ceremony.signer().roleInWords())
                        .build())
                .put(
                    "authentication",
                    JsonObject.builder()
                        .put("at", identity.at())
                        .put("class", identity.acr())
                        .put("idTokenDigest", identity.idTokenDigest())
                        .put("keySetDigest", identity.keySetDigest())
                        .build())
                .build())
        .bytes();
  }

  /**
   * The value of canonical bytes.
   *
   * @throws IllegalArgumentException when the bytes are not RFC 8785
   */
  static JsonValue canonical(byte[] bytes) {
    Verdict<JsonValue> parsed = StrictJsonParser.parse(bytes);
    if (parsed instanceof Verdict.Accepted<JsonValue> accepted
        && Arrays.equals(accepted.value().canonicalBytes(), bytes)) {
      return accepted.value();
    }
    throw new IllegalArgumentException(
        "a frozen record is canonical JSON (RFC 8785): "
            + parsed.refusal().orElse("it is JSON, not in canonical form"));
  }
}
