package io.veritwin.launcher.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.launcher.CannotStart;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-139")
class PassphraseTest {

  private static final String GOOD = "six words, drawn by lot";

  @TempDir Path folder;

  private final Properties properties = new Properties();

  private String found(Map<String, String> environment, String typed) throws IOException {
    return String.valueOf(
        Passphrase.find(
                properties,
                environment,
                folder.resolve("site"),
                words -> Optional.ofNullable(typed))
            .characters());
  }

  private String refused(Map<String, String> environment, String typed) {
    return assertThrows(CannotStart.class, () -> found(environment, typed)).getMessage();
  }

  private Path file(String name, String text, String permissions) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    properties.setProperty(Passphrase.FILE, file.toString());
    return file;
  }

  @Test
  void itComesFromAFileThenFromTheEnvironmentThenFromAPrompt() throws IOException {
    assertEquals(GOOD, found(Map.of(), GOOD));
    assertEquals(GOOD + "!", found(Map.of(Passphrase.VARIABLE, GOOD + "!"), GOOD));
    file("passphrase", GOOD + "?\nsecond line\n", "rw-------");
    assertEquals(GOOD + "?", found(Map.of(Passphrase.VARIABLE, GOOD + "!"), GOOD));
  }

  @Test
  void withoutOneNothingIsDoneAndTheWaysToGiveItAreNamed() {
    String said = refused(Map.of(), null);
    assertTrue(said.contains(Passphrase.FILE) && said.contains(Passphrase.VARIABLE), said);
  }

  @Test
  void itIsNeverTakenFromTheCommandLine() {
    properties.setProperty("veritwin.backup.passphrase", GOOD);
    String said = refused(Map.of(), GOOD);
    assertTrue(said.contains("can be read by every user"), said);
    assertTrue(!said.contains(GOOD), said);
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws IOException {
    file("passphrase", GOOD, "rw-r-----");
    assertTrue(refused(Map.of(), null).contains("chmod 600"));
  }

  @Test
  void itIsNotKeptInTheSiteItself() throws IOException {
    file("site/passphrase", GOOD, "rw-------");
    assertTrue(refused(Map.of(), null).contains("keep it elsewhere"));
  }

  @Test
  void aShortOneIsRefusedWithoutRepeatingIt() {
    String said = refused(Map.of(), "fourteen chars");
    assertTrue(said.contains("15 to 1024") && said.contains("has 14"), said);
    assertTrue(!said.contains("fourteen"), said);
  }
}
