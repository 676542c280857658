package io.veritwin.launcher.backup;

import io.veritwin.launcher.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The passphrase that opens a site's backups (URS-139). It comes from a file, from the environment
 * or from a prompt, and never from the command line, which every user of the machine can read. The
 * site does not keep it: whoever loses both the site and the passphrase has lost the backups.
 */
public final class Passphrase {

  /** Names the file whose first line is the passphrase. */
  public static final String FILE = "veritwin.backup.passphrase.file";

  /** The environment variable that holds the passphrase where no file is named. */
  public static final String VARIABLE = "VERITWIN_BACKUP_PASSPHRASE";

  private static final String ON_THE_COMMAND_LINE = "veritwin.backup.passphrase";
  // NIST SP 800-63B-4, 3.1.1.2: at least 15 characters where nothing else authenticates.
  private static final int SHORTEST = 15;
  private static final int LONGEST = 1024;

  private final String text;
  private final Map<AlgorithmIdentifier, byte[]> derived = new HashMap<>();

  private Passphrase(String text) {
    this.text = text;
  }

  /**
   * Finds the passphrase.
   *
   * @param site the site's folder, in which it may not be kept
   * @param prompt asks a person with these words; empty where nobody can be asked
   * @throws CannotStart when there is none, when it is too short, or when it is kept where others
   *     or the site's own loss would reach it
   */
  public static Passphrase find(
      Properties properties,
      Map<String, String> environment,
      Path site,
      Function<String, Optional<String>> prompt)
      throws IOException {
    if (properties.containsKey(ON_THE_COMMAND_LINE)) {
      throw new CannotStart(
          "Nothing was done. A passphrase on the command line can be read by every user of this"
              + " machine; choose another one and put it into a file named by -D"
              + FILE
              + "=…, or into the environment variable "
              + VARIABLE
              + ".");
    }
    String file = properties.getProperty(FILE);
    if (file != null && !file.isBlank()) {
      return of(inFile(Path.of(file.strip()).toAbsolutePath().normalize(), site));
    }
    return of(
        Optional.ofNullable(environment.get(VARIABLE))
            .or(() -> prompt.apply("Passphrase of the backup: "))
            .orElseThrow(
                () ->
                    new CannotStart(
                        "Nothing was done. A backup is encrypted with a passphrase: name a file"
                            + " that holds it with -D"
                            + FILE
                            + "=…, or set the environment variable "
                            + VARIABLE
                            + ".")));
  }

  /**
   * A passphrase as it stands.
   *
   * @throws CannotStart when it is too short, too long or holds control characters
   */
  static Passphrase of(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < SHORTEST || length > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      throw new CannotStart(
          "Nothing was done. A passphrase has %d to %d characters and no control characters; this one has %d characters. Choose a longer one, for example six random words."
              .formatted(SHORTEST, LONGEST, length));
    }
    return new Passphrase(text);
  }

  private static String inFile(Path file, Path site) throws IOException {
    if (file.startsWith(site)) {
      throw new CannotStart(
          "Nothing was done. The passphrase in %s would be lost with the site; keep it elsewhere."
              .formatted(file));
    }
    try {
      Set<PosixFilePermission> readers = Files.getPosixFilePermissions(file);
      if (readers.contains(PosixFilePermission.GROUP_READ)
          || readers.contains(PosixFilePermission.OTHERS_READ)) {
        throw new CannotStart(
            "Nothing was done. Others than its owner can read the passphrase in %s; take that from them with chmod 600."
                .formatted(file));
      }
      return Files.readAllLines(file).stream().findFirst().orElse("");
    } catch (NoSuchFileException missing) {
      throw new CannotStart("Nothing was done. There is no file " + file + " with a passphrase.");
    }
  }

  /** The key derived before with these parameters; {@code null} when there is none. */
  byte[] derived(AlgorithmIdentifier parameters) {
    return derived.get(parameters);
  }

  /** Keeps a derived key, as deriving is slow on purpose. */
  byte[] derived(AlgorithmIdentifier parameters, byte[] key) {
    derived.put(parameters, key);
    return key;
  }

  char[] characters() {
    return text.toCharArray();
  }
}
