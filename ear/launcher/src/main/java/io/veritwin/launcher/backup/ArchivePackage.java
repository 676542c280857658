package io.veritwin.launcher.backup;

import io.veritwin.launcher.CannotStart;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes an archive package out of a backup: trail, log and signatures in public formats, with
 * instructions, readable and verifiable when this product is long gone (URS-164; P11-03, A11D-20).
 */
public final class ArchivePackage {

  private static final String READ_ME =
      """
      ARCHIVE OF AN AUDIT TRAIL AND ITS SIGNATURES

      Nothing but general tools is needed to read and to verify what lies here.

      trail.csv       one line per entry: place in the log, time (UTC), who, what, why. UTF-8, RFC 4180.
      entries.jsonl   each entry exactly as hashed, one JSON text (RFC 8785) per line, line 1 = place 0.
      log/            the log as C2SP tlog-tiles lays it out: checkpoint (signed note, Ed25519), vkey,
                      tile/ (hashes) and tile/entries/ (the same entries), time-stamped/ (RFC 3161).
      signatures/N/   document.json (what was signed), signature.p7s (CMS, detached, with time stamp),
                      id-token.jwt and keys.json (the authentication and its public keys), chain.pem.
      ca.pem, ca.crl  the authority's certificate and its revocation list.
      manifest.sha256 SHA-256 of every file.

      1. Every file is as it was packed:      sha256sum --check manifest.sha256
      2. A signature is over its document:    openssl cms -verify -binary -inform DER
           -in signatures/N/signature.p7s -content signatures/N/document.json
           -CAfile ca.pem -purpose any -out /dev/null
      3. A time stamp is over its checkpoint: openssl ts -verify
           -in log/time-stamped/SIZE/checkpoint.tsr -data log/time-stamped/SIZE/checkpoint -CAfile ca.pem
      4. The entries lead to the signed root. Hash each line of entries.jsonl (without its line end)
         as SHA-256(0x00 || line); join two hashes as SHA-256(0x01 || left || right), splitting n
         entries at the largest power of two below n (RFC 6962, 2.1). The root in base64 is line 3 of
         log/checkpoint. Any program for C2SP tlog-tiles does the same on log/.
      """;

  private ArchivePackage() {}

  /**
   * Makes the package.
   *
   * @param target a folder that does not exist or is empty
   * @return one sentence about what was done
   */
  public static String make(Path backup, Optional<Passphrase> passphrase, Path target, Clock clock)
      throws Exception {
    if (Files.exists(target) && !isEmpty(target)) {
      throw new CannotStart("No archive was made. " + target + " is not empty.");
    }
    Files.createDirectories(target);
    int entries;
    int signatures;
    try (RestoredSite site = RestoredSite.of(backup, passphrase);
        Connection connection = site.read()) {
      copy(site.root().resolve("log-mirror"), target.resolve("log"));
      if (Files.exists(site.root().resolve(SuccessorLog.FOLDER))) {
        copy(site.root().resolve(SuccessorLog.FOLDER), target.resolve(SuccessorLog.FOLDER));
      }
      Files.copy(site.root().resolve("pki/ca.pem"), target.resolve("ca.pem"));
      Files.write(target.resolve("ca.crl"), site.revocations());
      entries = entries(connection, target);
      signatures = signatures(connection, target.resolve("signatures"));
    }
    Files.writeString(target.resolve("READ-ME-FIRST.txt"), READ_ME);
    Manifest.write(target, clock.instant());
    return "An archive of %d entries and %d signatures lies in %s; READ-ME-FIRST.txt tells how it is verified without this product."
        .formatted(entries, signatures, target);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!file.getFileName().toString().endsWith(".lock")) {
          Files.copy(file, target);
        }
      }
    }
  }

  /** In the order of the log, up to what its copy covers. */
  private static int entries(Connection connection, Path target) throws SQLException, IOException {
    List<String> columns =
        List.of(
            "sequence",
            "at",
            "event",
            "person_id",
            "person_name",
            "person_role",
            "record_type",
            "record_id",
            "record_version",
            "refused",
            "rule",
            "reason",
            "sentence");
    int count = 0;
    try (Statement statement = connection.createStatement();
        Writer csv = Files.newBufferedWriter(target.resolve("trail.csv"));
        Writer lines = Files.newBufferedWriter(target.resolve("entries.jsonl"))) {
      statement.setFetchSize(2000);
      csv.write(String.join(",", columns) + "\r\n");
      try (ResultSet rows =
          statement.executeQuery(
              "select p.sequence, to_char(e.at at time zone 'UTC',"
                  + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as at, e.event, e.person_id,"
                  + " e.person_name, e.person_role, e.record_type, e.record_id, e.record_version,"
                  + " e.refused, e.rule, e.reason, e.sentence, e.canonical from audit_position p"
                  + " join audit_entry e on e.id = p.entry_id order by p.sequence")) {
        while (rows.next()) {
          count++;
          StringBuilder line = new StringBuilder();
          for (String column : columns) {
            line.append(line.isEmpty() ? "" : ",").append(cell(rows.getString(column)));
          }
          csv.write(line + "\r\n");
          lines.write(new String(rows.getBytes("canonical"), StandardCharsets.UTF_8) + "\n");
        }
      }
    }
    return count;
  }

  private static String cell(String text) {
    return text == null ? "" : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static int signatures(Connection connection, Path folder)
      throws SQLException, IOException {
    int count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select s.number, s.signed_document, s.cms, s.id_token, k.jwks,"
                    + " s.certificate_chain from electronic_signature s join identity_key_set k on"
                    + " k.digest = s.key_set_digest order by s.number")) {
      while (rows.next()) {
        count++;
        Path one = Files.createDirectories(folder.resolve(rows.getString(1)));
        Files.write(one.resolve("document.json"), rows.getBytes(2));
        Files.write(one.resolve("signature.p7s"), rows.getBytes(3));
        Files.writeString(one.resolve("id-token.jwt"), rows.getString(4));
        Files.writeString(one.resolve("keys.json"), rows.getString(5));
        Files.writeString(one.resolve("chain.pem"), rows.getString(6));
      }
    }
    return count;
  }
}
