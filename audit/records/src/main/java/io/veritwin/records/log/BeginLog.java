package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.records.identity.Machine;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.log.LogTables.Head;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Begin a log: a log that lost entries, or whose key was given up, is never continued under its
 * name, as others hold checkpoints of it. An administrator ends it by command; its successor takes
 * its entries over under a new name and key, and first of all writes which log it succeeds and how
 * many entries are known to be lost (URS-189; ALCOA+, a loss is told and never hidden).
 */
@ApplicationScoped
public class BeginLog {

  static final String EVENT = "LOG_BEGUN";
  static final String FORMER_KEY = "former.key";
  static final String TAKEN_OVER = "entries.taken.over";
  static final String LOST = "entries.lost";

  @Inject Settings settings;
  @Inject PlatformKeys keys;
  @Inject ReadLog log;
  @Inject FormerLogs formerLogs;
  @Inject AuditTrail trail;

  /**
   * Writes that entry where the database's log is an ended one's, once.
   *
   * @throws LogBrokenException when the database contradicts the newest checkpoint known of the
   *     ended log: then it was rewritten, which is no loss
   */
  void recordWhenSucceeding() throws IOException {
    Optional<Head> head = log.head();
    if (head.isEmpty() || formerLogs.open(LogTables.bytes(head.get().note())).isAccepted()) {
      return;
    }
    Optional<LogFolder> ended = ended(LogTables.bytes(head.get().note()));
    if (ended.isPresent()) {
      record(head.get(), ended.get());
    }
  }

  /** The ended log that signed the note. */
  private Optional<LogFolder> ended(byte[] note) throws IOException {
    Optional<Path> all = settings.formerLogs();
    if (all.isEmpty() || !Files.isDirectory(all.get())) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all.get())) {
      for (Path folder : folders) {
        LogFolder ended = new LogFolder(folder);
        if (key(ended).open(note).isAccepted()) {
          return Optional.of(ended);
        }
      }
      return Optional.empty();
    }
  }

  private static LogVerifierKey key(LogFolder ended) throws IOException {
    return LogVerifierKey.parse(text(ended, LogFolder.VERIFIER_KEY)).orThrow();
  }

  private static String text(LogFolder ended, String file) throws IOException {
    return ended
        .read(file)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IOException("The ended log in " + ended.path() + " lacks " + file));
  }

  private void record(Head head, LogFolder ended) throws IOException {
    LogVerifierKey former = key(ended);
    LogVerifierKey present = keys.logKey().verifierKey();
    Map<String, String> details = new LinkedHashMap<>();
    long lost = 0;
    Optional<byte[]> known = ended.read(LogFolder.NEWEST_KNOWN);
    if (known.isPresent()) {
      SignedCheckpoint checkpoint = former.open(known.get()).orThrow();
      requireSameHistory(head, checkpoint);
      lost = Math.max(0, checkpoint.size() - head.size());
      details.put("newest.known.checkpoint", checkpoint.text());
    }
    details.put(FORMER_KEY, former.toString());
    details.put(TAKEN_OVER, Long.toString(head.size()));
    details.put(LOST, Long.toString(lost));
    details.put("key", present.toString());
    trail.recordObservation(
        AuditEvent.of(
                EVENT,
                new Machine("log"),
                new RecordRef("log", present.name(), 1),
                "A new log was begun, %s, with the first %d entries of %s; %s."
                    .formatted(
                        present.name(),
                        head.size(),
                        former.name(),
                        lost == 0
                            ? "no later entry of it is known"
                            : lost + " later entries of it are known and lost"))
            .because(text(ended, LogFolder.WHY_ENDED).strip())
            .with(details));
  }

  private void requireSameHistory(Head head, SignedCheckpoint known) {
    if (known.size() <= head.size()
        && !log.rootAt(known.size()).equals(known.checkpoint().root().base64())) {
      throw new LogBrokenException(
          "LOG-02",
          "The log's history in the database was changed: its first "
              + known.size()
              + " entries do not have the root of the newest checkpoint known of the former log, so"
              + " no new log begins on it.");
    }
  }
}
