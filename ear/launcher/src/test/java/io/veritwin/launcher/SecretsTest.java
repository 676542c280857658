package io.veritwin.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-606")
class SecretsTest {

  @TempDir Path folder;

  @Test
  void aPasswordIsMadeOnceAndKeptForTheNextStart() throws IOException {
    Path file = folder.resolve("secrets.properties");
    String first = new Secrets(file, new SecureRandom()).of("pki");

    assertEquals(first, new Secrets(file, new SecureRandom()).of("pki"));
  }

  @Test
  void passwordsDifferByNameAndHoldAtLeast24RandomBytes() throws IOException {
    Secrets secrets = new Secrets(folder.resolve("secrets.properties"), new SecureRandom());

    assertNotEquals(secrets.of("pki"), secrets.of("plant"));
    assertTrue(secrets.of("pki").length() >= 32);
  }

  @Test
  void onlyTheOwnerCanReadThem() throws IOException {
    Path file = folder.resolve("secrets.properties");
    new Secrets(file, new SecureRandom()).of("pki");

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }
}
