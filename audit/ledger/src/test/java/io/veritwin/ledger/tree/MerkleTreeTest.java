package io.veritwin.ledger.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.MemoryStore;
import io.veritwin.ledger.tree.RightEdge.Growth;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeTest {

  /** Leaves and roots of the reference implementation of RFC 6962 (certificate-transparency). */
  private static final List<String> REFERENCE_LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> REFERENCE_ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  @Verifies("URS-102")
  void rootsAreThoseOfTheReferenceImplementationOfRfc6962() {
    List<byte[]> leaves =
        REFERENCE_LEAVES.stream().map(hex -> HexFormat.of().parseHex(hex)).toList();
    for (int size = 0; size <= leaves.size(); size++) {
      Hash root = RightEdge.empty().grow(leaves.subList(0, size)).edge().root();
      assertEquals(REFERENCE_ROOTS.get(size), HexFormat.of().formatHex(root.bytes()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 999, 256, tile/0/999",
    "0, 1000, 256, tile/0/x001/000",
    "1, 1234067, 256, tile/1/x001/x234/067",
    "2, 0, 17, tile/2/000.p/17",
    "-1, 273, 112, tile/entries/273.p/112",
    "-1, 1234067, 1, tile/entries/x001/x234/067.p/1",
  })
  @Verifies("URS-102")
  void tilesLieWhereC2spTlogTilesSays(int level, long index, int width, String path) {
    assertEquals(path, new TileAddress(level, index, width).path());
  }

  /** The example of C2SP tlog-tiles, "Partial Tiles". */
  @Test
  @Verifies("URS-102")
  void aTreeOf70000EntriesHasTheTilesOfTheSpecification() {
    Growth growth = RightEdge.empty().grow(entries(0, 70_000));
    assertEquals(273, count(growth, 0, 256));
    assertEquals(1, count(growth, 0, 112));
    assertEquals(1, count(growth, 1, 256));
    assertEquals(1, count(growth, 1, 17));
    assertEquals(1, count(growth, 2, 1));
    assertEquals(273, count(growth, TileAddress.ENTRIES, 256));
    assertEquals(1, count(growth, TileAddress.ENTRIES, 112));
    assertEquals(2 * 274 + 3, growth.tiles().size());
    growth
        .tiles()
        .forEach(
            (address, bytes) -> {
              if (!address.isEntries()) {
                assertEquals(address.width() * 32, bytes.length, address.path());
              }
            });
    Growth exactly256 = RightEdge.empty().grow(entries(0, 256));
    assertEquals(
        List.of("tile/entries/000", "tile/0/000", "tile/1/000.p/1"),
        exactly256.tiles().keySet().stream()
            .map(TileAddress::path)
            .sorted()
            .sorted((a, b) -> Boolean.compare(b.contains("entries"), a.contains("entries")))
            .toList());
  }

  @Test
  @Verifies("URS-102")
  void growingInAnyBatchesGivesTheTreeOfTheDefinition() throws IOException {
    Random random = new Random(6962);
    for (int round = 0; round < 12; round++) {
      MemoryStore store = new MemoryStore();
      RightEdge edge = RightEdge.empty();
      List<Hash> leaves = new ArrayList<>();
      while (leaves.size() < 1500) {
        int count = random.nextInt(random.nextBoolean() ? 5 : 400);
        List<byte[]> batch = entries(leaves.size(), leaves.size() + count);
        batch.forEach(entry -> leaves.add(new TreeHasher().leaf(entry)));
        Growth growth = edge.grow(batch);
        growth.tiles().forEach(store::write);
        growth.filled().forEach(store::dropPartials);
        edge = random.nextInt(3) == 0 ? RightEdge.read(store, leaves.size()) : growth.edge();
        assertEquals(definition(leaves), edge.root());
        assertEquals(definition(leaves), new TileTree(store, leaves.size()).root());
      }
    }
  }

  @Test
  @Verifies("URS-103")
  void proofsFromTilesHoldAndAlteredOnesDoNot() throws IOException {
    Random random = new Random(9162);
    for (int size : new int[] {1, 2, 3, 7, 8, 255, 256, 257, 511, 1000, 65_535, 65_537, 70_300}) {
      MemoryStore store = new MemoryStore();
      RightEdge.empty().grow(entries(0, size)).tiles().forEach(store::write);
      TileTree tree = new TileTree(store, size);
      Hash root = tree.root();
      for (int i = 0; i < 30; i++) {
        long index = i == 0 ? size - 1 : random.nextInt(size);
        List<Hash> path = tree.inclusionProof(index);
        Hash leaf = tree.leafHash(index);
        assertArrayEquals(entry(index), tree.entry(index));
        assertTrue(MerkleProof.includes(leaf, index, size, path, root));
        assertFalse(MerkleProof.includes(root, index, size, path, leaf) && size > 1);
        assertFalse(MerkleProof.includes(leaf, index, size, plusOne(path), root));
        assertFalse(MerkleProof.includes(leaf, index + size, size, path, root));
        assertFalse(MerkleProof.includes(leaf, index, 4L * size, path, root), "a larger tree");
        for (int step = 0; step < path.size(); step++) {
          assertFalse(MerkleProof.includes(leaf, index, size, flipped(path, step), root));
          assertFalse(MerkleProof.includes(leaf, index, size, path.subList(0, step), root));
        }
        if (size > 1) {
          assertFalse(MerkleProof.includes(leaf, (index + 1) % size, size, path, root));
        }

        long older = random.nextInt(size + 1);
        Hash olderRoot = tree.root(older);
        List<Hash> proof = tree.consistencyProof(older);
        assertTrue(MerkleProof.isConsistent(older, olderRoot, size, root, proof));
        Hash another = new TreeHasher().node(leaf, leaf);
        assertFalse(MerkleProof.isConsistent(older, another, size, root, proof));
        assertFalse(MerkleProof.isConsistent(older, olderRoot, size, another, proof) && older > 0);
        assertFalse(MerkleProof.isConsistent(older, olderRoot, size, root, plusOne(proof)));
        for (int step = 0; step < proof.size(); step++) {
          List<Hash> altered = flipped(proof, step);
          assertFalse(MerkleProof.isConsistent(older, olderRoot, size, root, altered));
        }
      }
    }
  }

  @Test
  @Verifies("URS-103")
  void provingOneEntryReadsOneTilePerLevelOnly() throws IOException {
    MemoryStore store = new MemoryStore();
    RightEdge.empty().grow(entries(0, 200_000)).tiles().forEach(store::write);
    TileTree tree = new TileTree(store, 200_000);
    store.takeReads();
    tree.inclusionProof(123_456);
    // one tile on the way up and one on the right edge, per level
    assertTrue(store.takeReads() <= 2 * 3, "tiles read");
  }

  @Test
  @Verifies("URS-102")
  void anEntryLongerThanTheLayoutCanHoldIsRefusedWithItsPlace() {
    byte[] longest = new byte[65_535];
    assertEquals(1, RightEdge.empty().grow(List.of(longest)).edge().size());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> RightEdge.empty().grow(List.of(longest, new byte[65_536])));
    assertTrue(refused.getMessage().contains("entry 1 of the batch has 65536 bytes"));
  }

  @Test
  @Verifies("URS-102")
  void anEntryBundleReadsBackAndABrokenOneIsRefused() {
    byte[] bundle = RightEdge.empty().grow(entries(0, 3)).tiles().get(TileAddress.entries(0, 3));
    assertEquals(3, EntryBundle.decode(bundle).orElseThrow().size());
    byte[] cut = java.util.Arrays.copyOf(bundle, bundle.length - 1);
    assertTrue(EntryBundle.decode(cut).isEmpty());
  }

  /** RFC 6962 section 2.1, word for word. */
  private static Hash definition(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return TreeHasher.emptyRoot();
    }
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int k = Integer.highestOneBit(leaves.size() - 1);
    return new TreeHasher()
        .node(definition(leaves.subList(0, k)), definition(leaves.subList(k, leaves.size())));
  }

  private static long count(Growth growth, int level, int width) {
    return growth.tiles().keySet().stream()
        .filter(tile -> tile.level() == level && tile.width() == width)
        .count();
  }

  private static List<byte[]> entries(long from, long to) {
    return IntStream.range((int) from, (int) to).mapToObj(i -> entry(i)).toList();
  }

  private static byte[] entry(long index) {
    return ("entry " + index).getBytes(StandardCharsets.UTF_8);
  }

  private static List<Hash> plusOne(List<Hash> path) {
    List<Hash> longer = new ArrayList<>(path);
    longer.add(TreeHasher.emptyRoot());
    return longer;
  }

  private static List<Hash> flipped(List<Hash> path, int step) {
    List<Hash> altered = new ArrayList<>(path);
    byte[] bytes = path.get(step).bytes();
    bytes[step % 32] ^= 1;
    altered.set(step, Hash.of(bytes));
    return altered;
  }
}
