package io.veritwin.ledger.log;

import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;
import io.veritwin.ledger.tree.TileAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A log as a folder that others' tools read: {@code checkpoint}, {@code vkey}, {@code tile/…} (C2SP
 * tlog-tiles). The checkpoint is written beside its place and renamed into it once it, the tiles
 * and their folders are forced to disk. A folder has one writer; a second one is refused by a file
 * lock.
 */
public final class LogDirectory implements LogStore, AutoCloseable {

  private static final String ASIDE = "put-aside";
  private static final String LOCK = ".lock";
  static final String UNFINISHED = ".unfinished";

  private final Path folder;
  private final LogFolder reading;
  private final FileChannel lockFile;
  private final Set<Path> toForce = new LinkedHashSet<>();

  /** Forces side by side: asked one after the other, a file system writes its journal for each. */
  private final ExecutorService forcing =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "log-force");
            thread.setDaemon(true);
            return thread;
          });

  private LogDirectory(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.reading = new LogFolder(folder);
    this.lockFile = lockFile;
  }

  /**
   * Opens the folder for writing, making it if need be.
   *
   * @throws IOException when it cannot be written, or another program writes it
   */
  public static LogDirectory open(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel lockFile =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = lockFile.tryLock();
      if (lock == null) {
        throw new IOException("Another program writes the log in " + folder + ".");
      }
    } catch (IOException e) {
      lockFile.close();
      throw e;
    } catch (OverlappingFileLockException e) {
      lockFile.close();
      throw new IOException("This program already writes the log in " + folder + ".", e);
    }
    return new LogDirectory(folder, lockFile);
  }

  public Path folder() {
    return folder;
  }

  @Override
  public Optional<byte[]> read(TileAddress address) throws IOException {
    return reading.read(address);
  }

  @Override
  public void write(TileAddress address, byte[] bytes) throws IOException {
    // Nothing that a checkpoint covers has this name yet, so a half-written file harms nobody; all
    // files of a batch are forced together before its checkpoint, which costs the disk far less.
    Path file = folder.resolve(address.path());
    makeFolder(file.getParent());
    Files.write(file, bytes);
    toForce.add(file);
    toForce.add(file.getParent());
  }

  @Override
  public void dropPartials(TileAddress full) throws IOException {
    dropPartials(full, Integer.MAX_VALUE);
  }

  /**
   * Drops partial forms of a tile whose full form a checkpoint covers, so many at most.
   *
   * @return how many were dropped; fewer than {@code atMost} when none is left
   */
  public int dropPartials(TileAddress full, int atMost) throws IOException {
    Path partials = folder.resolve(full.partialFolder());
    if (!Files.isDirectory(partials)) {
      return 0;
    }
    int dropped = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(partials)) {
      for (Path file : files) {
        if (dropped == atMost) {
          return dropped;
        }
        Files.delete(file);
        dropped++;
      }
    }
    Files.delete(partials);
    return dropped;
  }

  @Override
  public Optional<byte[]> checkpoint() throws IOException {
    return reading.checkpoint();
  }

  @Override
  public void publish(byte[] signedNote) throws IOException {
    Path checkpoint = folder.resolve(LogFolder.CHECKPOINT);
    writeBeside(checkpoint, signedNote);
    putInPlace(checkpoint);
  }

  @Override
  public void putAsideBeyond(long size) throws IOException {
    Path tiles = folder.resolve("tile");
    if (!Files.isDirectory(tiles)) {
      return;
    }
    List<Path> beyond;
    try (Stream<Path> walk = Files.walk(tiles)) {
      beyond = walk.filter(file -> Files.isRegularFile(file) && !isCovered(file, size)).toList();
    }
    forceAll();
    for (Path file : beyond) {
      Path aside = folder.resolve(ASIDE).resolve("beyond-" + size).resolve(folder.relativize(file));
      makeFolder(aside.getParent());
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      toForce.add(file.getParent());
      toForce.add(aside.getParent());
    }
    forceAll();
  }

  private boolean isCovered(Path file, long size) {
    String path =
        folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    return TileAddress.parse(path).map(tile -> tile.isCovered(size)).orElse(false);
  }

  /** Keeps a time stamp together with the checkpoint it is over. */
  public void keepTimeStamp(SignedCheckpoint checkpoint, byte[] stamp) throws IOException {
    Path place = folder.resolve(LogFolder.TIME_STAMPED).resolve(Long.toString(checkpoint.size()));
    Path token = place.resolve(TimeStampedCheckpoint.FILE);
    Path stamped = place.resolve(LogFolder.CHECKPOINT);
    writeBeside(token, stamp);
    writeBeside(stamped, checkpoint.note());
    putInPlace(token, stamped);
  }

  /**
   * Writes the log's public key beside it, for the convenience of tools; trust needs another way.
   */
  public void writeVerifierKey(String vkey) throws IOException {
    Path key = folder.resolve(LogFolder.VERIFIER_KEY);
    writeBeside(key, (vkey + "\n").getBytes(StandardCharsets.UTF_8));
    putInPlace(key);
  }

  @Override
  public void close() throws IOException {
    forcing.shutdown();
    lockFile.close();
  }

  /** Writes what a file is to become beside it; {@link #putInPlace} makes it so. */
  private void writeBeside(Path file, byte[] bytes) throws IOException {
    makeFolder(file.getParent());
    Path unfinished = unfinished(file);
    Files.write(unfinished, bytes);
    toForce.add(unfinished);
  }

  /**
   * Renames files written beside their places into them, in this order: after their contents and
   * all that was written before are on disk, side by side. On return the names are, too.
   */
  private void putInPlace(Path... files) throws IOException {
    forceAll();
    for (Path file : files) {
      Files.move(
          unfinished(file),
          file,
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      toForce.add(file.getParent());
    }
    forceAll();
  }

  private static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  private void makeFolder(Path wanted) throws IOException {
    if (Files.isDirectory(wanted)) {
      return;
    }
    makeFolder(wanted.getParent());
    Files.createDirectory(wanted);
    toForce.add(wanted.getParent());
  }

  /** Returns when all that was written is on disk; what could not be forced stays to be forced. */
  private void forceAll() throws IOException {
    List<Future<?>> forced = new ArrayList<>();
    for (Path written : toForce) {
      forced.add(forcing.submit(() -> force(written)));
    }
    try {
      for (Future<?> one : forced) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failed
          ? failed
          : new IOException("The log cannot be forced to disk.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the log was forced to disk");
    }
    toForce.clear();
  }

  private static Void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
      return null;
    }
  }
}
