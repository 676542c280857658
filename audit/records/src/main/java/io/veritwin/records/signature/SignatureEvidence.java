package io.veritwin.records.signature;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What verifies a signature without this platform, file by file (21 CFR 11.70). Reads only. */
@ApplicationScoped
@Transactional
public class SignatureEvidence {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  /**
   * The files of one signature, named as an archive package names them: document.json is what was
   * signed, signature.p7s the detached CMS signature over it, id-token.jwt and keys.json the fresh
   * authentication with the keys that verify it, chain.pem the certificate chain.
   *
   * @throws IllegalArgumentException when there is no signature of that number
   */
  public SortedMap<String, byte[]> files(String number) {
    StoredSignature stored = entities.find(StoredSignature.class, number);
    if (stored == null) {
      throw new IllegalArgumentException("there is no signature " + number);
    }
    String keySet =
        (String)
            entities
                .createNativeQuery(
                    "select jwks from identity_key_set where digest = ?1", String.class)
                .setParameter(1, stored.keySetDigest)
                .getSingleResult();
    return new TreeMap<>(
        Map.of(
            "document.json", stored.signedDocument.clone(),
            "signature.p7s", stored.cms.clone(),
            "id-token.jwt", stored.idToken.getBytes(StandardCharsets.UTF_8),
            "keys.json", keySet.getBytes(StandardCharsets.UTF_8),
            "chain.pem", stored.certificateChain.getBytes(StandardCharsets.UTF_8)));
  }
}
