package io.veritwin.launcher.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.launcher.CannotStart;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup holds, against the list inside it. */
@Verifies("URS-139")
class PackedSiteTest {

  private static final Passphrase PASSPHRASE = Passphrase.of("correct horse battery staple");
  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");

  @TempDir Path home;

  /** What goes into the archive. */
  private interface Content {
    void into(PackedSite site) throws IOException;
  }

  private Path packed(Content content) throws IOException {
    Path folder = Files.createDirectory(home.resolve("backup"));
    try (PackedSite site = PackedSite.into(folder, PASSPHRASE, 256, new SecureRandom())) {
      content.into(site);
    }
    return folder;
  }

  private String refused(Content content) throws IOException {
    Path folder = packed(content);
    return assertThrows(CannotStart.class, () -> PackedSite.check(folder, PASSPHRASE)).getMessage();
  }

  @Test
  void filesFoldersAndWhoMayReadThemComeBackAsTheyWere() throws IOException {
    Path site = Files.createDirectories(home.resolve("site/empty")).getParent();
    Path secret = Files.writeString(site.resolve("secret"), "s".repeat(5000));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(
        site.resolve("empty"), PosixFilePermissions.fromString("rwx------"));
    Files.writeString(site.resolve("left-out"), "x");
    Path folder =
        packed(
            p -> {
              p.add(site, "kept", Set.of("left-out"), "");
              p.end(AT);
            });
    Path back = home.resolve("back");
    PackedSite.unpack(folder, PASSPHRASE, Files.createDirectory(back));
    assertEquals("s".repeat(5000), Files.readString(back.resolve("kept/secret")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(back.resolve("kept/secret"))));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(back.resolve("kept/empty"))));
    assertFalse(Files.exists(back.resolve("kept/left-out")));
  }

  @Test
  void aFileThatIsNotAsTheListInsideSaysIsNamed() throws IOException {
    String said =
        refused(
            p -> {
              p.add("site.properties", "a=1\n");
              p.add(Manifest.FILE, "# list\n" + "0".repeat(64) + "  site.properties\n");
            });
    assertTrue(said.contains("site.properties was altered"), said);
  }

  @Test
  void aFileThatTheListInsideDoesNotKnowIsNamed() throws IOException {
    String said =
        refused(
            p -> {
              p.add("pki/another.pem", "key");
              p.add(Manifest.FILE, "# list\n");
            });
    assertTrue(said.contains("pki/another.pem was added"), said);
  }

  @Test
  void anArchiveWithoutItsListIsNotWhole() throws IOException {
    String said = refused(p -> p.add("site.properties", "a=1\n"));
    assertTrue(said.contains("the list of its files, which comes last, is missing"), said);
  }

  @Test
  void nothingIsWrittenOutsideTheTarget() throws IOException {
    Path folder =
        packed(
            p -> {
              p.add("../outside", "x");
              p.end(AT);
            });
    Path target = Files.createDirectory(home.resolve("target"));
    assertThrows(CannotStart.class, () -> PackedSite.unpack(folder, PASSPHRASE, target));
    assertFalse(Files.exists(home.resolve("outside")));
  }
}
