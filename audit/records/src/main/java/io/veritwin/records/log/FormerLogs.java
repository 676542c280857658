package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.trail.AuditEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The logs that the present one succeeds (URS-189), as the first entry of each successor names
 * them. The present key vouches for that entry, so a former key is known from nothing else.
 */
@ApplicationScoped
public class FormerLogs {

  @Inject PlatformKeys keys;
  @Inject ReadLog log;

  /**
   * A log that was succeeded.
   *
   * @param key of the former log
   * @param takenOver its first so many entries are the present log's
   * @param lost entries known to have followed them; 0 when none is known
   * @param entryId the entry that says so
   */
  record FormerLog(LogVerifierKey key, long takenOver, long lost, long entryId) {

    static FormerLog of(AuditEntry entry) {
      Map<String, String> details = entry.details();
      return new FormerLog(
          LogVerifierKey.parse(details.get(BeginLog.FORMER_KEY)).orThrow(),
          Long.parseLong(details.get(BeginLog.TAKEN_OVER)),
          Long.parseLong(details.get(BeginLog.LOST)),
          entry.id());
    }

    /** The former log's checkpoint, as far as the present log goes on from it. */
    Verdict<SignedCheckpoint> open(byte[] note) {
      return key.open(note)
          .then(
              checkpoint ->
                  checkpoint.size() <= takenOver
                      ? Verdict.accepted(checkpoint)
                      : Verdict.refused(
                          "The checkpoint is of the former log "
                              + key.name()
                              + " and covers "
                              + checkpoint.size()
                              + " entries, of which this log took over "
                              + takenOver
                              + ": the others were lost, as entry "
                              + entryId
                              + " says."));
    }
  }

  /** Oldest first; empty for a site's first log. */
  List<FormerLog> all() {
    return log.entriesOf(BeginLog.EVENT).stream().map(FormerLog::of).toList();
  }

  /** The former log whose key signed the note; empty when it is the present one's or nobody's. */
  private Optional<FormerLog> ofNote(byte[] note) {
    return all().stream().filter(former -> former.key().open(note).isAccepted()).findFirst();
  }

  /** A checkpoint of the present log, or what it took over of one that it succeeds. */
  Verdict<SignedCheckpoint> open(byte[] note) {
    Verdict<SignedCheckpoint> opened = keys.logKey().verifierKey().open(note);
    return opened.isAccepted()
        ? opened
        : ofNote(note).map(former -> former.open(note)).orElse(opened);
  }
}
