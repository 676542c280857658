package io.veritwin.launcher.backup;

import io.veritwin.launcher.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The list of a backup's files with their SHA-256, in the form that {@code sha256sum --check}
 * reads, so that a backup can be checked without this program.
 */
final class Manifest {

  static final String FILE = "manifest.sha256";

  private Manifest() {}

  /** Writes the list of everything below a folder. */
  static void write(Path folder, Instant takenAt) throws IOException {
    Files.writeString(folder.resolve(FILE), text(digests(folder), takenAt));
  }

  /** The list as text, from names to digests. */
  static String text(SortedMap<String, String> digests, Instant takenAt) {
    StringBuilder text = new StringBuilder("# Veritwin backup, taken " + takenAt + "\n");
    digests.forEach((name, digest) -> text.append(digest + "  " + name + "\n"));
    return text.toString();
  }

  /** From names to digests. */
  static SortedMap<String, String> parse(List<String> list) {
    SortedMap<String, String> expected = new TreeMap<>();
    for (String line : list) {
      if (!line.startsWith("#")) {
        String[] parts = line.split(" {2}", 2);
        expected.put(parts[parts.length - 1], parts[0]);
      }
    }
    return expected;
  }

  /**
   * Compares the folder with its list.
   *
   * @throws CannotStart when a file is altered, missing or was added; it names up to ten of them
   */
  static void check(Path folder) throws IOException {
    Path list = folder.resolve(FILE);
    if (!Files.exists(list)) {
      throw new CannotStart("Not restored. %s is no backup: it has no %s.".formatted(folder, FILE));
    }
    compare(folder, parse(Files.readAllLines(list)), digests(folder));
  }

  /**
   * Compares what a backup holds with its list.
   *
   * @throws CannotStart when a file is altered, missing or was added; it names up to ten of them
   */
  static void compare(
      Path folder, SortedMap<String, String> expected, SortedMap<String, String> found) {
    List<String> wrong = new ArrayList<>();
    expected.forEach(
        (name, digest) -> {
          if (!found.containsKey(name)) {
            wrong.add(name + " is missing");
          } else if (!found.get(name).equals(digest)) {
            wrong.add(name + " was altered");
          }
        });
    found.keySet().stream()
        .filter(name -> !expected.containsKey(name))
        .forEach(name -> wrong.add(name + " was added"));
    if (!wrong.isEmpty()) {
      throw new CannotStart(
          "Not restored. The backup in %s is not as it was taken: %s%s. Take another backup."
              .formatted(
                  folder,
                  String.join(", ", wrong.subList(0, Math.min(10, wrong.size()))),
                  wrong.size() > 10 ? " and " + (wrong.size() - 10) + " more" : ""));
    }
  }

  private static SortedMap<String, String> digests(Path folder) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = folder.relativize(file).toString();
        if (!name.equals(FILE)) {
          digests.put(name, digest(file));
        }
      }
    }
    return digests;
  }

  private static String digest(Path file) throws IOException {
    MessageDigest sha = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
