package io.veritwin.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that keeps a site between two starts: made empty with a mark of ours, locked while a
 * launcher uses it, emptied only when it bears the mark and holds nothing foreign (URS-605).
 */
public final class DataFolder implements AutoCloseable {

  static final String MARK = "veritwin-data-folder";

  private static final String LOCK = "in-use.lock";
  private static final Set<String> OURS =
      Set.of(
          MARK,
          LOCK,
          "authority",
          "former-logs",
          "keycloak",
          "log-mirror",
          "logs",
          "notices",
          "operations",
          "pki",
          "plant",
          "postgres",
          "realm-keys",
          "samples",
          "secrets.properties",
          "site.properties",
          "wildfly");

  private final Path root;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final boolean fresh;

  private DataFolder(Path root, FileChannel lockFile, FileLock lock, boolean fresh) {
    this.root = root;
    this.lockFile = lockFile;
    this.lock = lock;
    this.fresh = fresh;
  }

  /**
   * Opens the folder, making it where there is none.
   *
   * @param reset empty it first
   * @throws CannotStart when the folder is not ours or another launcher uses it
   */
  public static DataFolder open(Path root, boolean reset) throws IOException {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new CannotStart(
          "Not started. %s is not a folder; choose one with -Dveritwin.data=DIR.".formatted(root));
    }
    boolean ours = Files.exists(root.resolve(MARK));
    if (!ours && !isEmptyOrAbsent(root)) {
      throw new CannotStart(
          ("Not started. %s holds other things than Veritwin's data, and nothing in it was touched;"
                  + " choose an empty or a new folder with -Dveritwin.data=DIR.")
              .formatted(root));
    }
    Files.createDirectories(
        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel lockFile =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(lockFile);
    if (lock == null) {
      lockFile.close();
      throw new CannotStart(
          "Not started. Another Veritwin uses %s; stop it, or choose another folder with -Dveritwin.data=DIR."
              .formatted(root));
    }
    if (ours && reset) {
      empty(root);
    }
    boolean fresh = !Files.exists(root.resolve(MARK));
    if (fresh) {
      mark(root);
    }
    return new DataFolder(root, lockFile, lock, fresh);
  }

  /** The folder, when it is one of ours and no launcher uses it; nobody can while it is open. */
  public static Optional<DataFolder> ifUnused(Path root) throws IOException {
    FileChannel lockFile =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(lockFile);
    if (lock == null) {
      lockFile.close();
      return Optional.empty();
    }
    return Optional.of(new DataFolder(root, lockFile, lock, false));
  }

  /** Marks a folder as ours, for a start to find. */
  public static void mark(Path root) throws IOException {
    Files.writeString(
        root.resolve(MARK), "This folder holds the data of a Veritwin demonstration site.\n");
  }

  /** True when this start made the folder or emptied it. */
  public boolean fresh() {
    return fresh;
  }

  public Path root() {
    return root;
  }

  /** One of the parts' folders, made where there is none. */
  public Path folder(String name) throws IOException {
    return Files.createDirectories(file(name));
  }

  /** One of the files at the top of the folder. */
  public Path file(String name) {
    if (!OURS.contains(name)) {
      throw new IllegalArgumentException(name + " is not a name of the data folder");
    }
    return root.resolve(name);
  }

  private static FileLock tryLock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static boolean isEmptyOrAbsent(Path root) throws IOException {
    if (!Files.exists(root)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(root)) {
      // A lock alone is left by a start that was refused here before.
      return entries.allMatch(entry -> entry.getFileName().toString().equals(LOCK));
    }
  }

  private static void empty(Path root) throws IOException {
    List<Path> entries;
    try (Stream<Path> listed = Files.list(root)) {
      entries = listed.toList();
    }
    for (Path entry : entries) {
      if (!OURS.contains(entry.getFileName().toString())) {
        throw new CannotStart(
            "Not started. %s was not emptied, because Veritwin did not make %s in it; move that away first."
                .formatted(root, entry.getFileName()));
      }
    }
    for (Path entry : entries) {
      if (!entry.getFileName().toString().equals(LOCK)) {
        deleteTree(entry);
      }
    }
  }

  /** Deletes a file or a folder with all it holds; a symbolic link is deleted, not followed. */
  public static void deleteTree(Path top) throws IOException {
    if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
