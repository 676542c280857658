package io.veritwin.records.signature;

import io.veritwin.records.identity.Person;
import io.veritwin.records.trail.RecordRef;
import java.time.Instant;

/**
 * A signature as it stands in the trail (21 CFR 11.50, 11.70).
 *
 * @param number the signature's number, for example "S-88213"
 * @param record the version signed
 * @param meaning what it means
 * @param signer who signed
 * @param signedAt server time in UTC, the authentication's time
 * @param recordDigest SHA-256 of the canonical record, lower-case hex
 * @param ceremonyDigest SHA-256 over record, version, meaning, signer and random: the nonce of the
 *     authentication, lower-case hex
 * @param remark the signer's remark or reason; empty when none was given
 * @param signedFor the person for whom, and by which delegation: "Dr. Ines Albrecht, by delegation
 *     D-1 until ..."; empty when the signer signed for themselves
 * @param auditEntryId the audit entry that holds the signed leaf
 */
public record ElectronicSignature(
    String number,
    RecordRef record,
    Meaning meaning,
    Person signer,
    Instant signedAt,
    String recordDigest,
    String ceremonyDigest,
    String remark,
    String signedFor,
    long auditEntryId) {}
