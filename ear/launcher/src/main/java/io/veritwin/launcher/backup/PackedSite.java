package io.veritwin.launcher.backup;

import io.veritwin.launcher.CannotStart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The content of an encrypted backup: a tar archive, compressed by gzip, whose last file lists the
 * SHA-256 of all others. As that list is inside what the passphrase protects, parts that were
 * dropped, swapped or taken from another backup are found by it (URS-139).
 */
final class PackedSite implements AutoCloseable {

  private final TarArchiveOutputStream tar;
  private final SortedMap<String, String> digests = new TreeMap<>();
  private final Set<String> folders = new TreeSet<>();

  private PackedSite(TarArchiveOutputStream tar) {
    this.tar = tar;
  }

  /** Opens one that is written, encrypted, into a folder; nothing of it reaches a disk in clear. */
  static PackedSite into(Path target, Passphrase passphrase, int partBytes, SecureRandom random)
      throws IOException {
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new GZIPOutputStream(SealedParts.write(target, passphrase, partBytes, random), 1 << 16),
            StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    return new PackedSite(tar);
  }

  /**
   * Adds a file or a folder; a file that vanishes meanwhile is the running server's business.
   *
   * @param except names of files at the top of that folder that are left out
   * @param emptied a folder in it that is added without what it holds, or empty text
   */
  void add(Path from, String name, Set<String> except, String emptied) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            addFolder(folder, name(folder));
            return !emptied.isEmpty() && folder.equals(from.resolve(emptied))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()
                && !(file.getParent().equals(from)
                    && except.contains(file.getFileName().toString()))
                && !file.getFileName().toString().endsWith(".lock")) {
              try (FileChannel channel = FileChannel.open(file)) {
                addFile(
                    name(file),
                    channel.size(),
                    mode(file),
                    attributes.lastModifiedTime(),
                    Channels.newInputStream(channel));
              } catch (NoSuchFileException vanished) {
                return FileVisitResult.CONTINUE;
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          private String name(Path file) {
            String inside = from.relativize(file).toString();
            return inside.isEmpty() ? name : name + "/" + inside;
          }
        });
  }

  /** Adds a file that holds this text. */
  void add(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    addFile(name, bytes.length, 0600, FileTime.fromMillis(0), new ByteArrayInputStream(bytes));
  }

  /** Adds the list of everything added before; nothing can follow. */
  void end(Instant takenAt) throws IOException {
    add(Manifest.FILE, Manifest.text(digests, takenAt));
    tar.finish();
  }

  private static int mode(Path file) throws IOException {
    int mode = 0;
    for (PosixFilePermission permission :
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)) {
      mode |= 0400 >> permission.ordinal();
    }
    return mode;
  }

  private void addFolder(Path folder, String name) throws IOException {
    if (folders.add(name)) {
      TarArchiveEntry entry = new TarArchiveEntry(name + "/");
      entry.setMode(mode(folder));
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
  }

  /**
   * Adds as many bytes as the file had when it was opened: what a running database appends
   * afterwards is in its write-ahead log, and so is what it cut off, for which zeros stand.
   */
  private void addFile(String name, long size, int mode, FileTime modified, InputStream in)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(mode);
    entry.setLastModifiedTime(modified);
    tar.putArchiveEntry(entry);
    MessageDigest sha = Manifest.sha256();
    byte[] buffer = new byte[1 << 16];
    for (long left = size; left > 0; ) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        java.util.Arrays.fill(buffer, (byte) 0);
        read = (int) Math.min(buffer.length, left);
      }
      tar.write(buffer, 0, read);
      sha.update(buffer, 0, read);
      left -= read;
    }
    tar.closeArchiveEntry();
    digests.put(name, HexFormat.of().formatHex(sha.digest()));
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** Decrypts everything and compares it with its list, writing nothing. */
  static void check(Path backup, Passphrase passphrase) throws IOException {
    read(backup, passphrase, null);
  }

  /** Decrypts everything into a folder that is empty. */
  static void unpack(Path backup, Passphrase passphrase, Path target) throws IOException {
    read(backup, passphrase, target);
  }

  private static void read(Path backup, Passphrase passphrase, Path target) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    String list = null;
    try (InputStream parts = SealedParts.read(backup, passphrase);
        InputStream unzipped = new GZIPInputStream(parts, 1 << 16);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(unzipped, StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (list != null || !(entry.isDirectory() || entry.isFile())) {
          throw new IOException(entry.getName() + " follows the list or is no file");
        }
        if (entry.getName().equals(Manifest.FILE)) {
          list = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        } else {
          readEntry(tar, entry, target, found);
        }
      }
      // To the end, so that the last part is found whole too.
      unzipped.transferTo(OutputStream.nullOutputStream());
      parts.transferTo(OutputStream.nullOutputStream());
    } catch (IOException cut) {
      throw new CannotStart(
          "Not restored. The backup in %s is not whole: parts are missing, or not in their order (%s). Take another backup."
              .formatted(backup, cut.getMessage()));
    }
    if (list == null) {
      throw new CannotStart(
          "Not restored. The backup in %s is not whole: the list of its files, which comes last, is missing. Take another backup."
              .formatted(backup));
    }
    Manifest.compare(backup, Manifest.parse(list.lines().toList()), found);
  }

  private static void readEntry(
      TarArchiveInputStream tar,
      TarArchiveEntry entry,
      Path target,
      SortedMap<String, String> found)
      throws IOException {
    Path file = target == null ? null : target.resolve(entry.getName()).normalize();
    if (file != null && !file.startsWith(target)) {
      throw new IOException(entry.getName() + " lies outside");
    }
    if (entry.isDirectory()) {
      if (file != null) {
        Files.createDirectories(file);
        Files.setPosixFilePermissions(file, permissions(entry));
      }
      return;
    }
    MessageDigest sha = Manifest.sha256();
    try (OutputStream out =
        file == null ? OutputStream.nullOutputStream() : create(file, permissions(entry))) {
      byte[] buffer = new byte[1 << 16];
      for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
        out.write(buffer, 0, read);
        sha.update(buffer, 0, read);
      }
    }
    if (file != null) {
      Files.setLastModifiedTime(file, entry.getLastModifiedTime());
    }
    found.put(entry.getName(), HexFormat.of().formatHex(sha.digest()));
  }

  private static OutputStream create(Path file, Set<PosixFilePermission> permissions)
      throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file, PosixFilePermissions.asFileAttribute(permissions));
    return Files.newOutputStream(file);
  }

  private static Set<PosixFilePermission> permissions(TarArchiveEntry entry) {
    Set<PosixFilePermission> permissions = java.util.EnumSet.noneOf(PosixFilePermission.class);
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      if ((entry.getMode() & (0400 >> permission.ordinal())) != 0) {
        permissions.add(permission);
      }
    }
    return permissions;
  }
}
