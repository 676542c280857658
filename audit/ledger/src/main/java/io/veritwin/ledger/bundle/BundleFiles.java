package io.veritwin.ledger.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The files of a bundle by name, in a zip file or in a folder. */
final class BundleFiles {

  /** Entries have at most 64 KiB and receipts are shorter; larger files are no part of a bundle. */
  private static final int LARGEST_FILE = 16 << 20;

  private static final int MOST_FILES = 200_000;

  private BundleFiles() {}

  static boolean isZip(Path path) {
    return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  static SortedMap<String, byte[]> read(Path bundle) throws IOException {
    return Files.isDirectory(bundle) ? readFolder(bundle) : readZip(bundle);
  }

  static void write(Path bundle, SortedMap<String, byte[]> files) throws IOException {
    if (isZip(bundle)) {
      Files.write(bundle, zip(files));
      return;
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = bundle.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static byte[] zip(SortedMap<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setLastModifiedTime(FileTime.fromMillis(0)); // the same bundle, the same bytes
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static SortedMap<String, byte[]> readFolder(Path folder) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.filter(Files::isRegularFile).limit(MOST_FILES + 1L).toList();
    }
    for (Path path : paths) {
      String name = folder.relativize(path).toString().replace('\\', '/');
      requireModest(name, files.size(), Files.size(path));
      files.put(name, Files.readAllBytes(path));
    }
    return files;
  }

  private static SortedMap<String, byte[]> readZip(Path file) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.isDirectory()) {
          continue;
        }
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
          requireModest(entry.getName(), files.size(), bytes.length);
          if (files.put(entry.getName(), bytes) != null) {
            throw new IOException("the zip file holds " + entry.getName() + " twice");
          }
        }
      }
    }
    return files;
  }

  private static void requireModest(String name, int count, long bytes) throws IOException {
    if (count >= MOST_FILES || bytes > LARGEST_FILE) {
      throw new IOException("it is larger than any bundle, at " + name);
    }
  }
}
