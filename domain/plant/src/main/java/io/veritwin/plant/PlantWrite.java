package io.veritwin.plant;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.receipt.Receipt;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.Receipts;
import java.time.Clock;
import java.time.Instant;

/**
 * One write of one value to one node, authorised by a signature that stands in the ledger (URS-244,
 * 21 CFR 11.10(f), 11.70).
 *
 * <p>Its life: it can be made only by {@link #parse}, from the signed leaf of the log together with
 * its receipt, so there is no write without a signed and durable record; {@link PlantGateway#write}
 * verifies it again, uses its {@link #useId} up, and sends it once; its outcome is recorded by the
 * release worker. Node, value, unit, expiry and use-id come from the signed leaf and from nowhere
 * else.
 */
public final class PlantWrite {

  private final Receipts.StoredReceipt receipt;
  private final SignedRelease release;

  private PlantWrite(Receipts.StoredReceipt receipt, SignedRelease release) {
    this.receipt = receipt;
    this.release = release;
  }

  /**
   * Builds the write from the signed leaf of a RECOMMENDATION_SIGNED entry.
   *
   * @param key the public key of this site's log
   * @throws IllegalArgumentException when the receipt does not prove the leaf, the leaf is no
   *     signed release, or it has expired; the message says which, with the values
   */
  public static PlantWrite parse(
      Receipts.StoredReceipt signedLeaf, LogVerifierKey key, Clock clock) {
    PlantWrite write = new PlantWrite(signedLeaf, SignedRelease.read(entry(signedLeaf, key)));
    if (write.expired(clock)) {
      throw new IllegalArgumentException(
          "the signed release expired at " + write.expires() + ", now " + clock.instant());
    }
    return write;
  }

  private static AuditEntry entry(Receipts.StoredReceipt signedLeaf, LogVerifierKey key) {
    Verdict<AuditEntry> proven =
        Receipt.parse(signedLeaf.proof())
            .then(receipt -> receipt.verify(signedLeaf.leaf(), key))
            .then(checkpoint -> AuditEntry.read(signedLeaf.leaf()));
    if (proven.refusal().isPresent()) {
      throw new IllegalArgumentException(proven.refusal().get());
    }
    AuditEntry entry = proven.orThrow();
    if (entry.id() != signedLeaf.auditEntryId()) {
      throw new IllegalArgumentException(
          "the leaf is of audit entry " + entry.id() + ", not " + signedLeaf.auditEntryId());
    }
    return entry;
  }

  /**
   * Verifies once more that the log holds the signed leaf.
   *
   * @throws IllegalArgumentException when it does not
   */
  public void verifyAgain(LogVerifierKey key) {
    entry(receipt, key);
  }

  /** True from the moment of expiry on. */
  public boolean expired(Clock clock) {
    return !clock.instant().isBefore(expires());
  }

  /** The proof it was built from. */
  public Receipts.StoredReceipt receipt() {
    return receipt;
  }

  /** The audit entry that holds the signature; rides in the request as "VT-" and this number. */
  public long auditEntryId() {
    return receipt.auditEntryId();
  }

  /** The unit: "BR-204". */
  public String unit() {
    return release.unit();
  }

  /** The tag: "FIC-204.SP". */
  public String tag() {
    return release.tag();
  }

  /** The node's identifier without its namespace: "BR204.FIC-204.SP". */
  public String node() {
    return release.node();
  }

  public double value() {
    return release.value();
  }

  /** UCUM unit of the value. */
  public String unitOfMeasure() {
    return release.unitOfMeasure();
  }

  /** From this moment on it must not be sent. */
  public Instant expires() {
    return release.expires();
  }

  /** Used up by the first attempt to send. */
  public String useId() {
    return release.useId();
  }

  @Override
  public String toString() {
    return "write of " + value() + " " + unitOfMeasure() + " to " + tag() + " of " + unit();
  }
}
