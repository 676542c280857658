package io.veritwin.records.signature;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.keys.PlatformSigner;
import io.veritwin.records.keys.PlatformSigner.SignatureCheck;
import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies a stored signature from its own bytes (21 CFR 11.70): the platform's signature over the
 * signed document, the document's statement as the nonce of the ID token, the identity provider's
 * signature on that token, the audit entry that recorded them, and every column beside them. A
 * signature copied to another record, version, meaning or person fails.
 */
@ApplicationScoped
public class VerifySignature {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject PlatformSigner platformSigner;

  /** The signature of this number, verified; empty when there is none. */
  @Transactional
  public Optional<Verdict<ElectronicSignature>> numbered(String number) {
    return Optional.ofNullable(entities.find(StoredSignature.class, number)).map(this::check);
  }

  /** The signature that the audit entry recorded, verified; empty when the entry recorded none. */
  @Transactional
  public Optional<Verdict<ElectronicSignature>> ofEntry(long auditEntryId) {
    return entities
        .createQuery(
            "select s from StoredSignature s where s.auditEntryId = :entry", StoredSignature.class)
        .setParameter("entry", auditEntryId)
        .getResultStream()
        .findFirst()
        .map(this::check);
  }

  private Verdict<ElectronicSignature> check(StoredSignature stored) {
    Verdict<JsonObject> document =
        platform(stored)
            .then(CanonicalRecord::read)
            .then(record -> Verdict.accepted(record.members()));
    Verdict<ElectronicSignature> verdict =
        document
            .then(signed -> compare(fromDocument(signed), stored(stored)))
            .then(same -> compare(fromToken(stored), tokenAsStored(stored)))
            .then(same -> compare(fromEntry(stored), entryAsStored(stored)))
            .then(same -> Verdict.accepted(stored.asSigned()));
    return verdict
        .refusal()
        .<Verdict<ElectronicSignature>>map(
            reason -> Verdict.refused("Signature " + stored.number + ": " + reason))
        .orElse(verdict);
  }

  private Verdict<byte[]> platform(StoredSignature stored) {
    SignatureCheck check = platformSigner.verify(stored.cms, stored.signedDocument);
    return check.valid()
        ? Verdict.accepted(stored.signedDocument)
        : Verdict.refused(check.sentence());
  }

  /** What the signed document itself says. */
  private static Map<String, String> fromDocument(JsonObject document) {
    JsonObject statement = object(document, "statement");
    JsonObject record = object(statement, "record");
    JsonObject signer = object(document, "signer");
    Map<String, String> said = new LinkedHashMap<>();
    said.put(
        "record digest",
        document.find("record").map(value -> Digests.hex(value.canonicalBytes())).orElse(""));
    said.put("signed record digest", statement.text("recordDigest").orElse(""));
    said.put("ceremony digest", Digests.hex(statement.canonicalBytes()));
    said.put("record type", record.text("type").orElse(""));
    said.put("record", record.text("id").orElse(""));
    said.put("version", record.integer("version").map(String::valueOf).orElse(""));
    said.put("meaning", statement.text("meaning").orElse(""));
    said.put("signer", statement.text("signer").orElse(""));
    said.put("signer's name", signer.text("name").orElse(""));
    said.put("signer's number", signer.text("number").orElse(""));
    said.put("signer's user name", signer.text("username").orElse(""));
    said.put("signer's role", signer.text("role").orElse(""));
    said.put("time", document.text("signedAt").orElse(""));
    said.put("person signed for", statement.text("signedFor").orElse(""));
    JsonObject choices = object(statement, "choices");
    String reason = choices.text("reason").orElse("");
    said.put("remark", reason.isEmpty() ? choices.text("remark").orElse("") : reason);
    return said;
  }

  private static Map<String, String> stored(StoredSignature stored) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("record digest", stored.recordDigest);
    columns.put("signed record digest", stored.recordDigest);
    columns.put("ceremony digest", stored.ceremonyDigest);
    columns.put("record type", stored.recordType);
    columns.put("record", stored.recordId);
    columns.put("version", Integer.toString(stored.recordVersion));
    columns.put("meaning", stored.meaning.label());
    columns.put("signer", stored.signerSubject);
    columns.put("signer's name", stored.signerName);
    columns.put("signer's number", stored.signerNumber);
    columns.put("signer's user name", stored.signerUsername);
    columns.put("signer's role", stored.asSigned().signer().roleInWords());
    columns.put("time", stored.signedAt.toString());
    columns.put("person signed for", stored.signedFor);
    columns.put("remark", stored.remark);
    return columns;
  }

  private static JsonObject object(JsonObject in, String name) {
    return in.find(name).orElse(null) instanceof JsonObject object
        ? object
        : JsonObject.builder().build();
  }

  /** What the ID token proves, verified with the identity provider's keys of that day. */
  private Map<String, String> fromToken(StoredSignature stored) {
    String keySet =
        (String)
            entities
                .createNativeQuery(
                    "select jwks from identity_key_set where digest = ?1", String.class)
                .setParameter(1, stored.keySetDigest)
                .getSingleResult();
    try {
      SignedJWT token = SignedJWT.parse(stored.idToken);
      JWTClaimsSet claims = token.getJWTClaimsSet();
      return Map.of(
          "identity provider's keys",
          Digests.hex(keySet.getBytes(StandardCharsets.UTF_8)),
          "identity provider's signature",
          isGenuine(token, keySet) ? "genuine" : "false",
          "nonce",
          String.valueOf(claims.getStringClaim("nonce")),
          "subject",
          String.valueOf(claims.getSubject()));
    } catch (ParseException e) {
      return Map.of("identity provider's signature", "unreadable");
    }
  }

  private static Map<String, String> tokenAsStored(StoredSignature stored) {
    return Map.of(
        "identity provider's keys",
        stored.keySetDigest,
        "identity provider's signature",
        "genuine",
        "nonce",
        SigningCeremony.nonce(stored.ceremonyDigest),
        "subject",
        stored.signerSubject);
  }

  private static boolean isGenuine(SignedJWT token, String keySet) throws ParseException {
    JWK key = JWKSet.parse(keySet).getKeyByKeyId(token.getHeader().getKeyID());
    if (!(key instanceof AsymmetricJWK asymmetric)) {
      return false;
    }
    try {
      return token.verify(
          new DefaultJWSVerifierFactory()
              .createJWSVerifier(token.getHeader(), asymmetric.toPublicKey()));
    } catch (JOSEException e) {
      return false;
    }
  }

  /** What the audit entry recorded of this signature. */
  private Map<String, String> fromEntry(StoredSignature stored) {
    byte[] leaf =
        (byte[])
            entities
                .createNativeQuery("select canonical from audit_entry where id = ?1", byte[].class)
                .setParameter(1, stored.auditEntryId)
                .getSingleResult();
    Verdict<AuditEntry> read = AuditEntry.read(leaf);
    return read instanceof Verdict.Accepted<AuditEntry> entry ? recorded(entry.value()) : Map.of();
  }

  private static Map<String, String> recorded(AuditEntry entry) {
    Map<String, String> said = new LinkedHashMap<>(entry.details());
    said.keySet().removeIf(name -> !name.startsWith("signature.") || name.endsWith(".code"));
    return said;
  }

  private static Map<String, String> entryAsStored(StoredSignature stored) {
    return Map.of(
        "signature.number",
        stored.number,
        "signature.meaning",
        stored.meaning.label(),
        "signature.record-digest",
        stored.recordDigest,
        "signature.ceremony-digest",
        stored.ceremonyDigest,
        "signature.document-digest",
        Digests.hex(stored.signedDocument),
        "signature.cms-digest",
        Digests.hex(stored.cms),
        "signature.id-token-digest",
        Digests.hex(stored.idToken.getBytes(StandardCharsets.UTF_8)),
        "signature.key-set-digest",
        stored.keySetDigest);
  }

  private static Verdict<Boolean> compare(Map<String, String> signed, Map<String, String> stored) {
    for (Map.Entry<String, String> expected : stored.entrySet()) {
      String said = signed.getOrDefault(expected.getKey(), "missing");
      if (!said.equals(expected.getValue())) {
        return Verdict.refused(
            "the "
                + expected.getKey()
                + " is \""
                + said
                + "\" in what was signed, and \""
                + expected.getValue()
                + "\" is stored.");
      }
    }
    return Verdict.accepted(true);
  }
}
