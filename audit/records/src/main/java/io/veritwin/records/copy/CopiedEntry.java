package io.veritwin.records.copy;

import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.records.trail.AuditEntry;
import java.util.HexFormat;

/**
 * One audit entry of a record, read from its own bytes.
 *
 * @param entry what the bytes say
 * @param canonical the bytes as hashed into the log
 * @param place its place in the log, counted from 0; {@code null} while it waits for one
 * @param finding what speaks against it, in one sentence; empty when it stands as logged
 */
public record CopiedEntry(AuditEntry entry, byte[] canonical, Long place, String finding) {

  public CopiedEntry {
    canonical = canonical.clone();
  }

  @Override
  public byte[] canonical() {
    return canonical.clone();
  }

  /** True when nothing speaks against it. */
  public boolean stands() {
    return finding.isEmpty();
  }

  /** Its hash in the log's tree, lower-case hex. */
  public String leafHash() {
    return HexFormat.of().formatHex(new TreeHasher().leaf(canonical).bytes());
  }
}
