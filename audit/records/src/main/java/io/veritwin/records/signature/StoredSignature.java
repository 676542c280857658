package io.veritwin.records.signature;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.trail.RecordRef;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.hibernate.annotations.Immutable;

/**
 * A signature as it is kept: what was signed, the CMS signature over it, the ID token that proves
 * who signed, and what is needed to verify both for ever. Written once, never changed.
 */
@Entity
@Table(name = "electronic_signature")
@Immutable
public class StoredSignature {

  @Id String number;

  @Column(name = "ceremony_id")
  String ceremonyId;

  @Column(name = "record_type")
  String recordType;

  @Column(name = "record_id")
  String recordId;

  @Column(name = "record_version")
  int recordVersion;

  @Enumerated(EnumType.STRING)
  Meaning meaning;

  @Column(name = "signer_subject")
  String signerSubject;

  @Column(name = "signer_username")
  String signerUsername;

  @Column(name = "signer_name")
  String signerName;

  @Column(name = "signer_number")
  String signerNumber;

  @Column(name = "signer_roles")
  String signerRoles;

  @Column(name = "signed_at")
  Instant signedAt;

  @Column(name = "record_digest")
  String recordDigest;

  @Column(name = "ceremony_digest")
  String ceremonyDigest;

  String remark;

  @Column(name = "signed_for")
  String signedFor;

  @Column(name = "signed_document")
  byte[] signedDocument;

  byte[] cms;

  @Column(name = "id_token")
  String idToken;

  @Column(name = "key_set_digest")
  String keySetDigest;

  @Column(name = "certificate_chain")
  String certificateChain;

  @Column(name = "audit_entry_id")
  long auditEntryId;

  protected StoredSignature() {}

  StoredSignature(
      SigningCeremony ceremony, ProvenSignature proven, String number, long auditEntryId) {
    this.number = number;
    this.ceremonyId = ceremony.id;
    this.recordType = ceremony.recordType;
    this.recordId = ceremony.recordId;
    this.recordVersion = ceremony.recordVersion;
    this.meaning = ceremony.meaning;
    this.signerSubject = ceremony.signerSubject;
    this.signerUsername = ceremony.signerUsername;
    this.signerName = ceremony.signerName;
    this.signerNumber = ceremony.signerNumber;
    this.signerRoles = ceremony.signerRoles;
    this.signedAt = proven.signedAt();
    this.recordDigest = ceremony.recordDigest;
    this.ceremonyDigest = ceremony.ceremonyDigest;
    this.remark = remark(ceremony.request());
    this.signedFor = ceremony.signedFor;
    this.signedDocument = proven.document();
    this.cms = proven.cms();
    this.idToken = proven.authentication().idToken();
    this.keySetDigest = proven.authentication().keySetDigest();
    this.certificateChain = proven.certificateChain();
    this.auditEntryId = auditEntryId;
  }

  /** A reason where the act asks for one, else the remark. */
  static String remark(SigningRequest request) {
    String reason = request.choice("reason");
    return reason.isEmpty() ? request.choice("remark") : reason;
  }

  ElectronicSignature asSigned() {
    return new ElectronicSignature(
        number,
        new RecordRef(recordType, recordId, recordVersion),
        meaning,
        new Person(
            signerSubject,
            signerUsername,
            signerName,
            signerNumber,
            Arrays.stream(signerRoles.split(","))
                .filter(role -> !role.isEmpty())
                .map(Role::valueOf)
                .collect(Collectors.toSet())),
        signedAt,
        recordDigest,
        ceremonyDigest,
        remark,
        signedFor,
        auditEntryId);
  }
}
