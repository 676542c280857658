package io.veritwin.ledger.tree;

import java.util.List;

/** Checks proofs without any tile (RFC 9162 sections 2.1.3.2 and 2.1.4.2). */
public final class MerkleProof {

  private MerkleProof() {}

  /** Whether {@code path} leads from the entry's leaf hash to the root. */
  public static boolean includes(Hash leaf, long index, long size, List<Hash> path, Hash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    TreeHasher hasher = new TreeHasher();
    long node = index;
    long last = size - 1;
    Hash hash = leaf;
    for (Hash sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        hash = hasher.node(sibling, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = hasher.node(hash, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /** Whether the newer tree begins with all entries of the older one, in the same order. */
  public static boolean isConsistent(
      long olderSize, Hash olderRoot, long newerSize, Hash newerRoot, List<Hash> proof) {
    if (olderSize < 0 || olderSize > newerSize) {
      return false;
    }
    if (olderSize == newerSize) {
      return proof.isEmpty() && olderRoot.equals(newerRoot);
    }
    if (olderSize == 0) {
      return proof.isEmpty() && olderRoot.equals(TreeHasher.emptyRoot());
    }
    boolean olderIsFull = Long.bitCount(olderSize) == 1;
    if (!olderIsFull && proof.isEmpty()) {
      return false;
    }
    TreeHasher hasher = new TreeHasher();
    long node = olderSize - 1;
    long last = newerSize - 1;
    while ((node & 1) == 1) {
      node >>= 1;
      last >>= 1;
    }
    Hash older = olderIsFull ? olderRoot : proof.get(0);
    Hash newer = older;
    for (Hash sibling : olderIsFull ? proof : proof.subList(1, proof.size())) {
      if (last == 0) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        older = hasher.node(sibling, older);
        newer = hasher.node(sibling, newer);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        newer = hasher.node(newer, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 && older.equals(olderRoot) && newer.equals(newerRoot);
  }
}
