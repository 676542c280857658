package io.veritwin.records.signature;

import io.veritwin.records.trail.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** Reads signatures (21 CFR 11.50, 11.70). */
@ApplicationScoped
@Transactional
public class ElectronicSignatures {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  /** Every signature on any version of the record, oldest first. */
  public List<ElectronicSignature> of(String recordType, String recordId) {
    return entities
        .createQuery(
            "select s from StoredSignature s where s.recordType = :type and s.recordId = :id"
                + " order by s.auditEntryId",
            StoredSignature.class)
        .setParameter("type", recordType)
        .setParameter("id", recordId)
        .getResultStream()
        .map(StoredSignature::asSigned)
        .toList();
  }

  /**
   * The same, each with the answer whether it stands for the record as it is now (A11D-16). The
   * content decides, not the version number: carrying an act out moves the record's state, and with
   * it the version, without touching what was signed.
   *
   * @param canonicalNow the record's canonical bytes now, as {@link FrozenRecord#canonical} gave
   *     them when it was signed
   */
  public List<Standing> standing(String recordType, String recordId, byte[] canonicalNow) {
    String digest = Digests.hex(canonicalNow);
    return of(recordType, recordId).stream()
        .map(
            signature ->
                signature.recordDigest().equals(digest)
                    ? new Standing(signature, true, "The record stands as signed.")
                    : new Standing(
                        signature,
                        false,
                        "Not signed as it stands: the record changed after "
                            + signature.signer().printedName()
                            + " signed version "
                            + signature.record().version()
                            + "."))
        .toList();
  }

  /**
   * A signature and whether it stands.
   *
   * @param stands false when the record changed after it was signed: it then reads as unsigned
   * @param sentence why, in plain words
   */
  public record Standing(ElectronicSignature signature, boolean stands, String sentence) {}
}
