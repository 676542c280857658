package io.veritwin.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * Passwords between the parts of a site: made at random when first asked for, kept in one file that
 * only its owner can read (URS-606).
 */
public final class Secrets {

  private static final int BYTES = 24;

  private final Path file;
  private final Properties known = new Properties();
  private final SecureRandom random;

  public Secrets(Path file, SecureRandom random) throws IOException {
    this.file = file;
    this.random = random;
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        known.load(reader);
      }
    }
  }

  /** The password of that name. */
  public synchronized String of(String name) throws IOException {
    String secret = known.getProperty(name);
    if (secret == null) {
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      known.setProperty(name, secret);
      writePrivate(file, known, "Passwords between the parts of this site");
    }
    return secret;
  }

  /** Writes properties to a file that only its owner can read, replacing an older one. */
  public static void writePrivate(Path file, Properties properties, String comment)
      throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, comment);
    }
  }
}
