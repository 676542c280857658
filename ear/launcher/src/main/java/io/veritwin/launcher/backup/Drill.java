package io.veritwin.launcher.backup;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.tree.RightEdge;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.ledger.verify.LogVerification;
import io.veritwin.ledger.verify.LogVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The restore drill (URS-162; Annex 11 clause 7.2): restores a backup beside the site, hashes every
 * entry of the restored database again, verifies the restored copy of the log and every signature,
 * and reports how long recovery took.
 */
public final class Drill {

  private static final int CHUNK = 4096;

  private final List<String> lines = new ArrayList<>();
  private boolean holds = true;

  private Drill() {}

  /**
   * What a drill found.
   *
   * @param holds true when everything restored is intact
   * @param recovery from the begin of restoring until the database answered
   * @param lines the report, one sentence each
   */
  public record Report(boolean holds, Duration recovery, List<String> lines) {

    /** The report as a file keeps it. */
    public String text() {
      return String.join("\n", lines) + "\n";
    }
  }

  /** Carries the drill out; nothing of it remains but the report. */
  public static Report of(Path backup, Optional<Passphrase> passphrase, Clock clock)
      throws Exception {
    return new Drill().carryOut(backup, passphrase, clock);
  }

  private Report carryOut(Path backup, Optional<Passphrase> passphrase, Clock clock)
      throws Exception {
    Instant begun = clock.instant();
    lines.add("Restore drill of the backup " + backup + ", begun " + begun + ".");
    Duration recovery;
    try (RestoredSite site = RestoredSite.of(backup, passphrase);
        Connection connection = site.read()) {
      recovery = Duration.between(begun, clock.instant());
      lines.add(
          (passphrase.isPresent()
                  ? "The passphrase opened every part. "
                  : "The backup is not encrypted. ")
              + "Every file has the digest of the manifest. Files restored and database answering after "
              + seconds(recovery)
              + " s (recovery time).");
      LogFolder copy = new LogFolder(site.root().resolve("log-mirror"));
      LogVerifierKey key =
          LogVerifierKey.parse(Files.readString(copy.path().resolve(LogFolder.VERIFIER_KEY)))
              .orThrow();
      log(connection, key, copy);
      signatures(connection);
    }
    lines.add(
        (holds ? "The drill holds" : "The drill FAILED")
            + "; it took "
            + seconds(Duration.between(begun, clock.instant()))
            + " s in all.");
    return new Report(holds, recovery, List.copyOf(lines));
  }

  private static String seconds(Duration time) {
    return String.format(java.util.Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }

  private void found(boolean good, String sentence) {
    holds &= good;
    lines.add((good ? "" : "WRONG: ") + sentence);
  }

  private void log(Connection connection, LogVerifierKey key, LogFolder copy)
      throws SQLException, IOException {
    LogVerification mirror = LogVerifier.verify(copy, key, Optional.empty());
    found(
        mirror.sound(),
        "The log's copy verifies by itself: "
            + mirror.entries()
            + " entries"
            + (mirror.sound() ? "." : "; " + mirror.findings().get(0).sentence()));
    Optional<SignedCheckpoint> newest = newestCheckpoint(connection, key);
    if (newest.isEmpty()) {
      found(mirror.entries() == 0, "The database has no genuine checkpoint.");
      return;
    }
    SignedCheckpoint head = newest.get();
    SignedCheckpoint copied = copy.checkpoint().map(note -> key.open(note).orThrow()).orElse(null);
    RightEdge edge = RightEdge.empty();
    boolean sameAsCopy = copied == null;
    while (edge.size() < head.size()) {
      long to = Math.min(head.size(), edge.size() + CHUNK);
      if (copied != null && edge.size() < copied.size()) {
        to = Math.min(to, copied.size());
      }
      List<byte[]> entries = entries(connection, edge.size(), to);
      if (entries.size() < to - edge.size()) {
        found(false, "The entry at place " + (edge.size() + entries.size()) + " is missing.");
        return;
      }
      edge = edge.grow(entries).edge();
      if (copied != null && edge.size() == copied.size()) {
        sameAsCopy = edge.root().equals(copied.checkpoint().root());
      }
    }
    found(
        edge.root().equals(head.checkpoint().root()),
        "Every entry of the database was hashed again: "
            + edge.size()
            + " entries lead to "
            + edge.root().base64()
            + ", the root that the log's key signed.");
    found(sameAsCopy, "The database holds everything that the log's copy covers.");
  }

  private static Optional<SignedCheckpoint> newestCheckpoint(
      Connection connection, LogVerifierKey key) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select note from log_checkpoint order by size desc limit 1")) {
      if (!row.next()) {
        return Optional.empty();
      }
      Verdict<SignedCheckpoint> opened =
          key.open(row.getString(1).getBytes(StandardCharsets.UTF_8));
      return opened instanceof Verdict.Accepted<SignedCheckpoint> genuine
          ? Optional.of(genuine.value())
          : Optional.empty();
    }
  }

  private static List<byte[]> entries(Connection connection, long from, long to)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select e.canonical from audit_position p join audit_entry e on e.id = p.entry_id"
                + " where p.sequence >= ? and p.sequence < ? order by p.sequence")) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      List<byte[]> entries = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(rows.getBytes(1));
        }
      }
      return entries;
    }
  }

  private void signatures(Connection connection) throws SQLException {
    int count = 0;
    List<String> wrong = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select number, signed_document, cms from electronic_signature")) {
      while (rows.next()) {
        count++;
        if (!isOver(rows.getBytes(3), rows.getBytes(2))) {
          wrong.add(rows.getString(1));
        }
      }
    }
    found(
        wrong.isEmpty(),
        count
            + " electronic signatures"
            + (wrong.isEmpty()
                ? " are over the documents that lie beside them."
                : ", of which these do not hold: " + String.join(", ", wrong)));
  }

  private static boolean isOver(byte[] cms, byte[] document) {
    try {
      CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(document), cms);
      for (SignerInformation signer : signed.getSignerInfos().getSigners()) {
        for (X509CertificateHolder holder : signed.getCertificates().getMatches(null)) {
          if (signer.getSID().match(holder)
              && signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(holder))) {
            return true;
          }
        }
      }
      return false;
    } catch (CMSException
        | OperatorCreationException
        | java.security.cert.CertificateException
        | RuntimeException altered) {
      return false;
    }
  }
}
