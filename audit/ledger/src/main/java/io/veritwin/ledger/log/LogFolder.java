package io.veritwin.ledger.log;

import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.tree.TileSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A log's folder for reading only: no lock, nothing is changed. Serves inspectors' copies as well
 * as the live log.
 *
 * @param path the folder that holds {@code checkpoint} and {@code tile/}
 */
public record LogFolder(Path path) implements TileSource {

  public static final String CHECKPOINT = "checkpoint";
  public static final String VERIFIER_KEY = "vkey";

  /** In the folder of a log that was ended: why, in words. */
  public static final String WHY_ENDED = "reason.txt";

  /** In the folder of a log that was ended: the newest checkpoint that anyone knows of it. */
  public static final String NEWEST_KNOWN = "newest-known-checkpoint";

  /** Holds a folder per time-stamped checkpoint, named by its size. */
  public static final String TIME_STAMPED = "time-stamped";

  @Override
  public Optional<byte[]> read(TileAddress address) throws IOException {
    return read(address.path());
  }

  /** The signed note; empty when there is no checkpoint file. */
  public Optional<byte[]> checkpoint() throws IOException {
    return read(CHECKPOINT);
  }

  /** A file below the folder; empty when it does not exist. */
  public Optional<byte[]> read(String file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(path.resolve(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * The newest checkpoint that has a time stamp; most checkpoints get none, because they come
   * faster than an authority stamps.
   */
  public Optional<TimeStampedCheckpoint> timeStamped() throws IOException {
    Path stamps = path.resolve(TIME_STAMPED);
    if (!Files.isDirectory(stamps)) {
      return Optional.empty();
    }
    SortedSet<Long> sizes = new TreeSet<>(Comparator.reverseOrder());
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(stamps)) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (name.matches("[0-9]{1,18}")) {
          sizes.add(Long.parseLong(name));
        }
      }
    }
    for (long size : sizes) {
      String folder = TIME_STAMPED + "/" + size + "/";
      Optional<byte[]> note = read(folder + CHECKPOINT);
      Optional<byte[]> stamp = read(folder + TimeStampedCheckpoint.FILE);
      if (note.isPresent() && stamp.isPresent()) {
        return Optional.of(new TimeStampedCheckpoint(note.get(), stamp.get()));
      }
    }
    return Optional.empty();
  }

  /** The widths in which partial forms of the tile exist, ascending. */
  public List<Integer> partialWidths(TileAddress tile) throws IOException {
    Path partials = path.resolve(tile.partialFolder());
    SortedSet<Integer> widths = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(partials)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (name.matches("[1-9][0-9]{0,2}") && Integer.parseInt(name) < TileAddress.FULL) {
          widths.add(Integer.parseInt(name));
        }
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return List.copyOf(widths);
  }
}
