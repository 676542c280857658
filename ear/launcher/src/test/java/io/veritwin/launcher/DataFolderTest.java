package io.veritwin.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-605")
class DataFolderTest {

  @TempDir Path home;

  @Test
  void aNewFolderIsOursAloneAndItsDataSurviveTheNextStart() throws IOException {
    Path root = home.resolve("site");
    try (DataFolder first = DataFolder.open(root, false)) {
      assertTrue(first.fresh());
      Files.writeString(first.folder("pki").resolve("ca.pem"), "kept");
    }
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
    try (DataFolder second = DataFolder.open(root, false)) {
      assertFalse(second.fresh());
      assertEquals("kept", Files.readString(second.folder("pki").resolve("ca.pem")));
    }
  }

  @Test
  void aFolderWithOtherThingsIsRefusedAndLeftAsItWas() throws IOException {
    Files.writeString(home.resolve("thesis.txt"), "five years of work");

    String sentence =
        assertThrows(CannotStart.class, () -> DataFolder.open(home, true)).getMessage();

    assertTrue(sentence.contains("holds other things than Veritwin's data"), sentence);
    try (var entries = Files.list(home)) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  void resetEmptiesOurFolder() throws IOException {
    try (DataFolder first = DataFolder.open(home.resolve("site"), false)) {
      Files.writeString(first.folder("postgres").resolve("row"), "old");
    }
    try (DataFolder second = DataFolder.open(home.resolve("site"), true)) {
      assertTrue(second.fresh());
      assertTrue(Files.notExists(home.resolve("site/postgres")));
    }
  }

  @Test
  void resetDeletesNothingWhenSomethingForeignLiesInOurFolder() throws IOException {
    Path root = home.resolve("site");
    try (DataFolder first = DataFolder.open(root, false)) {
      Files.writeString(first.folder("pki").resolve("ca.pem"), "kept");
    }
    Files.writeString(root.resolve("thesis.txt"), "five years of work");

    String sentence =
        assertThrows(CannotStart.class, () -> DataFolder.open(root, true)).getMessage();

    assertTrue(sentence.contains("did not make thesis.txt"), sentence);
    assertTrue(Files.exists(root.resolve("thesis.txt")));
    assertTrue(Files.exists(root.resolve("pki/ca.pem")));
  }

  @Test
  void resetDoesNotFollowALinkOutOfTheFolder() throws IOException {
    Path outside = Files.createDirectory(home.resolve("outside"));
    Files.writeString(outside.resolve("thesis.txt"), "five years of work");
    Path root = home.resolve("site");
    try (DataFolder first = DataFolder.open(root, false)) {
      Files.createSymbolicLink(first.folder("samples").resolve("link"), outside);
    }
    try (DataFolder second = DataFolder.open(root, true)) {
      assertTrue(second.fresh());
    }
    assertTrue(Files.exists(outside.resolve("thesis.txt")));
  }

  @Test
  void aFolderInUseIsRefused() throws IOException {
    Path root = home.resolve("site");
    try (DataFolder first = DataFolder.open(root, false)) {
      String sentence =
          assertThrows(CannotStart.class, () -> DataFolder.open(first.root(), false)).getMessage();
      assertTrue(sentence.startsWith("Not started. Another Veritwin uses "), sentence);
    }
  }

  @Test
  void onlyNamesOfTheDataFolderAreGiven() throws IOException {
    try (DataFolder folder = DataFolder.open(home.resolve("site"), false)) {
      assertThrows(IllegalArgumentException.class, () -> folder.file("../other"));
    }
  }
}
