package io.veritwin.lifecycle.change;

import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.Meaning;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;

/**
 * What a signature shows wherever the record is shown (21 CFR 11.50): copied from the signature in
 * the transaction that signs, so that a report needs no other source. The signature itself stays in
 * the trail.
 *
 * @param number for example "S-88213"
 * @param subject the signer's subject at the identity provider
 * @param name full name as printed
 * @param role role in force at signing, in words
 * @param personNumber the site's number of the person
 * @param meaning what it means
 * @param signedAt UTC
 * @param recordDigest SHA-256 of the record signed
 * @param remark remark or reason, may be empty
 * @param auditEntry the entry that holds the signed leaf
 */
@Embeddable
public record SignatureStamp(
    String number,
    String subject,
    String name,
    String role,
    String personNumber,
    @Enumerated(EnumType.STRING) Meaning meaning,
    Instant signedAt,
    String recordDigest,
    String remark,
    Long auditEntry) {

  /** The stamp of a signature just made. */
  public static SignatureStamp of(ElectronicSignature s) {
    return new SignatureStamp(
        s.number(),
        s.signer().subject(),
        s.signer().printedName(),
        s.signer().roleInWords(),
        s.signer().personNumber(),
        s.meaning(),
        s.signedAt(),
        s.recordDigest(),
        s.remark() == null ? "" : s.remark(),
        s.auditEntryId());
  }
}
