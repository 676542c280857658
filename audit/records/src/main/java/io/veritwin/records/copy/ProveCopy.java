package io.veritwin.records.copy;

import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.receipt.Receipt;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.log.ExportBundle;
import io.veritwin.records.signature.SignatureEvidence;
import io.veritwin.records.trail.Receipts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Gathers what proves a copy without this platform: the entries with their places in the log, that
 * of the issue included, and the evidence of each signature. Never called with a transaction open.
 */
@ApplicationScoped
public class ProveCopy {

  private static final String READ_ME =
      """
      SIGNATURES OF THE RECORDS IN THIS COPY

      S-N/document.json   what was signed: the complete record, the statement, the signer (RFC 8785)
      S-N/signature.p7s   the signature over it (CMS, detached, with a time stamp)
      S-N/id-token.jwt    the signer's fresh authentication; keys.json are the public keys to check it
      S-N/chain.pem       the chain of the signing certificate
      ca.pem, ca.crl      the authorities and their revocation lists when the copy was issued

      A signature is over its document:
        openssl cms -verify -binary -inform DER -in S-N/signature.p7s -content S-N/document.json
          -CAfile ca.pem -purpose any -out /dev/null
      """;

  @Inject Receipts receipts;
  @Inject ExportBundle bundles;
  @Inject SignatureEvidence evidence;
  @Inject PlatformKeys keys;

  /**
   * The proofs of a copy.
   *
   * @param entries zip of the entries with their proofs, as the ledger's own program verifies it
   * @param signatures zip with the evidence of each signature; empty when there is none
   * @param place the place in the log of the entry that issued the copy
   * @param checkpointSize entries that the log's checkpoint covers
   * @param checkpointRoot its root hash, lower-case hex
   */
  public record Proofs(
      byte[] entries,
      Optional<byte[]> signatures,
      long place,
      long checkpointSize,
      String checkpointRoot) {}

  /**
   * Waits until the log covers the entry that issued the copy, and with it every entry before.
   *
   * @return the proofs; empty when the log did not get that far in time
   * @throws IOException when the proofs cannot be written
   */
  public Optional<Proofs> prove(RecordCopy copy, long issued, Duration atMost) throws IOException {
    Optional<Receipts.StoredReceipt> receipt = receipts.await(issued, atMost);
    if (receipt.isEmpty()) {
      return Optional.empty();
    }
    Receipt proof = Receipt.parse(receipt.get().proof()).orThrow();
    SignedCheckpoint checkpoint =
        proof.verify(receipt.get().leaf(), keys.logKey().verifierKey()).orThrow();
    List<Long> proven = new ArrayList<>();
    copy.entries().stream()
        .filter(CopiedEntry::stands)
        .forEach(entry -> proven.add(entry.entry().id()));
    proven.add(issued);
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    bundles.write(proven, entries);
    return Optional.of(
        new Proofs(
            entries.toByteArray(),
            copy.signatures().isEmpty() ? Optional.empty() : Optional.of(signatures(copy)),
            proof.index(),
            checkpoint.size(),
            HexFormat.of().formatHex(checkpoint.checkpoint().root().bytes())));
  }

  private byte[] signatures(RecordCopy copy) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put("READ-ME-FIRST.txt", READ_ME.getBytes(StandardCharsets.UTF_8));
    files.put("ca.pem", keys.authoritiesPem());
    files.put("ca.crl", revocations());
    for (CopiedSignature copied : copy.signatures()) {
      String number = copied.signature().number();
      evidence.files(number).forEach((name, bytes) -> files.put(number + "/" + name, bytes));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private byte[] revocations() {
    StringBuilder pem = new StringBuilder();
    for (X509CRL list : keys.revocations()) {
      try {
        pem.append("-----BEGIN X509 CRL-----\n")
            .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(list.getEncoded()))
            .append("\n-----END X509 CRL-----\n");
      } catch (CRLException e) {
        throw new IllegalStateException("a revocation list cannot be encoded", e);
      }
    }
    return pem.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
