package io.veritwin.launcher.backup;

import io.veritwin.launcher.CannotStart;
import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.SiteMemory;
import io.veritwin.launcher.authority.SiteCertificates;
import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Ends a site's log and prepares its successor under a new name and key (URS-189): after a real
 * loss, when the restored log ends earlier than others know, or when the log's key is to be given
 * up. The ended log's copy is kept with its public key; its private key is not. The platform itself
 * writes at its next start, as the new log's first entry, what is taken over and what is lost.
 */
public final class SuccessorLog {

  public static final String FOLDER = "former-logs";

  private static final String MIRROR = "log-mirror";
  private static final int SHORTEST_REASON = 10;

  private SuccessorLog() {}

  /**
   * Ends the log and prepares the next.
   *
   * @param data the stopped site's folder
   * @param reason why, in words; it stands in the trail for ever
   * @param newestKnown a checkpoint of the log that was kept elsewhere, by its witness or an
   *     inspector: what it covers and the database lacks is lost, and is told so
   * @return one sentence about what was done
   * @throws CannotStart when it was not done; nothing was changed
   */
  public static String begin(
      Path data, String reason, Optional<Path> newestKnown, SecureRandom random)
      throws IOException {
    if (reason.strip().length() < SHORTEST_REASON) {
      throw new CannotStart(
          "No new log was begun. The reason \"%s\" is too short to tell anyone later why; say it in at least %d characters."
              .formatted(reason.strip(), SHORTEST_REASON));
    }
    LogFolder ending = new LogFolder(data.resolve(MIRROR));
    LogVerifierKey key = key(ending);
    Optional<byte[]> known = newest(ending, key, newestKnown);
    try (DataFolder held =
        DataFolder.ifUnused(data)
            .orElseThrow(
                () ->
                    new CannotStart(
                        "No new log was begun. The site in %s is running; stop it first."
                            .formatted(data)))) {
      Files.writeString(ending.path().resolve(LogFolder.WHY_ENDED), reason.strip() + "\n");
      if (known.isPresent()) {
        Files.write(ending.path().resolve(LogFolder.NEWEST_KNOWN), known.get());
      }
      Path former = Files.createDirectories(held.root().resolve(FOLDER));
      int number = 1;
      while (Files.exists(former.resolve(Integer.toString(number)))) {
        number++;
      }
      String origin = key.name().replaceFirst("/log(/[0-9]+)?$", "/log/" + (number + 1));
      Files.move(
          ending.path(), former.resolve(Integer.toString(number)), StandardCopyOption.ATOMIC_MOVE);
      SiteCertificates.newLogKey(held.root().resolve("pki"), random);
      new SiteMemory(held.file("site.properties")).remember(SiteMemory.LOG_ORIGIN, origin);
      return ("The log %s was ended and its copy kept in %s. At its next start the site begins the log %s,"
              + " whose first entry names the former one and what is known to be lost. Give the new log's public"
              + " key, %s/vkey once it has started, to its witness and to inspectors.")
          .formatted(
              key.name(),
              former.resolve(Integer.toString(number)),
              origin,
              held.root().resolve(MIRROR));
    }
  }

  private static LogVerifierKey key(LogFolder ending) throws IOException {
    byte[] vkey =
        ending
            .read(LogFolder.VERIFIER_KEY)
            .orElseThrow(
                () ->
                    new CannotStart(
                        "No new log was begun. %s holds no log.".formatted(ending.path())));
    return LogVerifierKey.parse(new String(vkey, StandardCharsets.UTF_8)).orThrow();
  }

  /** The newest checkpoint that is known: the one given or that of the log's copy. */
  private static Optional<byte[]> newest(LogFolder ending, LogVerifierKey key, Optional<Path> given)
      throws IOException {
    Optional<byte[]> copied = ending.checkpoint();
    if (given.isEmpty()) {
      return copied;
    }
    byte[] note = Files.readAllBytes(given.get());
    Verdict<SignedCheckpoint> opened = key.open(note);
    if (opened instanceof Verdict.Refused<SignedCheckpoint> refused) {
      throw new CannotStart(
          "No new log was begun. %s is no checkpoint of the log %s. %s"
              .formatted(given.get(), key.name(), refused.reason()));
    }
    long inCopy = copied.map(bytes -> key.open(bytes).orThrow().size()).orElse(0L);
    return opened.orThrow().size() >= inCopy ? Optional.of(note) : copied;
  }
}
