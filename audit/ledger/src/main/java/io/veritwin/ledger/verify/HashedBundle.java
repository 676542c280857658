package io.veritwin.ledger.verify;

import io.veritwin.ledger.tree.EntryBundle;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verify.StoredLog.Stored;
import java.io.IOException;
import java.util.Optional;

/**
 * A bundle whose contents were hashed.
 *
 * @param address where the bundle belongs
 * @param bytes its bytes; empty when it is missing or unreadable
 * @param problem why it could not be read
 * @param leaves leaf hashes of its entries; zeros where an entry is not there
 * @param entries how many entries were hashed
 * @param end where the last of them ends
 */
record HashedBundle(
    TileAddress address,
    Optional<byte[]> bytes,
    Optional<IOException> problem,
    byte[] leaves,
    int entries,
    int end) {

  static HashedBundle read(StoredLog log, TileAddress address) {
    byte[] leaves = new byte[address.width() * Hash.LENGTH];
    Optional<byte[]> read;
    try {
      read = log.bundle(address).map(Stored::bytes);
    } catch (IOException e) {
      return new HashedBundle(address, Optional.empty(), Optional.of(e), leaves, 0, 0);
    }
    byte[] bytes = read.orElse(new byte[0]);
    TreeHasher hasher = new TreeHasher();
    int entries = 0;
    int end = 0;
    int length = EntryBundle.length(bytes, end);
    while (entries < address.width() && length >= 0) {
      hasher.leaf(bytes, end + 2, length, leaves, entries * Hash.LENGTH);
      entries++;
      end += 2 + length;
      length = EntryBundle.length(bytes, end);
    }
    return new HashedBundle(address, read, Optional.empty(), leaves, entries, end);
  }
}
