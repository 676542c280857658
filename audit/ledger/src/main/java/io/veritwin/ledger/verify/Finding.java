package io.veritwin.ledger.verify;

import java.util.OptionalLong;

/**
 * One thing that is wrong with a log.
 *
 * @param kind what was done
 * @param entry index of the entry concerned, or of the first of several; empty when none is
 * @param file file below the log's folder, with forward slashes
 * @param sentence the finding in one plain sentence, naming entry and file
 */
public record Finding(Kind kind, OptionalLong entry, String file, String sentence) {

  /** What was done to the log. */
  public enum Kind {
    /** The checkpoint is missing, malformed or not signed by the log's key. */
    CHECKPOINT_FALSE,
    /** The older checkpoint given for comparison proves nothing. */
    OLDER_CHECKPOINT_FALSE,
    /** The bytes of an entry are not those that were logged. */
    ENTRY_ALTERED,
    /** An entry that was logged is not there. */
    ENTRY_MISSING,
    /** An entry stands at another entry's place. */
    ENTRY_REORDERED,
    /** An entry stands there that was never logged. */
    ENTRY_FOREIGN,
    /** The entry bundle is broken from here on. */
    ENTRY_UNREADABLE,
    /** A hash tile is not what the entries give. */
    TILE_ALTERED,
    /** A hash tile is not there. */
    TILE_MISSING,
    /** Entries and tiles agree with each other, and not with the signed checkpoint. */
    REWRITTEN,
    /** The log holds fewer entries than an older checkpoint attests. */
    ROLLED_BACK,
    /** The log does not begin with the entries of an older checkpoint. */
    FORKED,
    /** A receipt does not prove its entry. */
    RECEIPT_FALSE,
    /** A bundle lacks something it lists, or holds something it does not list. */
    BUNDLE_INCOMPLETE,
    /** The time stamp does not hold. */
    TIME_STAMP_FALSE,
    /** A file is there and cannot be read. */
    FILE_UNREADABLE
  }

  public static Finding atEntry(Kind kind, long entry, String file, String sentence) {
    return new Finding(kind, OptionalLong.of(entry), file, sentence);
  }

  public static Finding atFile(Kind kind, String file, String sentence) {
    return new Finding(kind, OptionalLong.empty(), file, sentence);
  }
}
