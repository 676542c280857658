package io.veritwin.records.site;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;

/**
 * What this application consists of, read from its own archive: the digest of every library, and of
 * the database changes it was built with.
 */
@ApplicationScoped
public class ApplicationArchive {

  private static final String LIBRARIES = "/WEB-INF/lib/";

  private ServletContext context;
  private Contents contents;

  /**
   * The archive's contents.
   *
   * @param libraries SHA-256 of each library by its file name: over the name and the bytes of every
   *     file in it, in the order of the names
   * @param schemaChanges the digest that the schema's owner notes in {@code schema_version}:
   *     SHA-256 over every {@code db/*.sql} in the order of the names (name, line feed, bytes, line
   *     feed)
   */
  public record Contents(SortedMap<String, String> libraries, String schemaChanges) {}

  void onApplicationStart(@Observes @Initialized(ApplicationScoped.class) Object application) {
    if (application instanceof ServletContext deployed) {
      context = deployed;
    }
  }

  /**
   * The contents, read once; empty outside a server.
   *
   * @throws IOException when a library cannot be read
   */
  public synchronized Optional<Contents> contents() throws IOException {
    if (contents == null && context != null) {
      contents = read(context);
    }
    return Optional.ofNullable(contents);
  }

  static Contents read(ServletContext context) throws IOException {
    Set<String> paths = context.getResourcePaths(LIBRARIES);
    SortedMap<String, String> libraries = new TreeMap<>();
    SortedMap<String, byte[]> changes = new TreeMap<>();
    for (String path : paths == null ? Set.<String>of() : paths) {
      // The server may have opened the library already; its name then ends like a folder's.
      String file = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      if (file.endsWith(".jar")) {
        try (InputStream in = context.getResourceAsStream(file)) {
          SortedMap<String, byte[]> files = files(in);
          libraries.put(file.substring(LIBRARIES.length()), digest(files));
          files.forEach(
              (name, bytes) -> {
                if (name.matches("db/[^/]+\\.sql")) {
                  changes.put(name, bytes);
                }
              });
        }
      }
    }
    return new Contents(libraries, digest(changes));
  }

  private static SortedMap<String, byte[]> files(InputStream library) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    JarInputStream jar =
        library instanceof JarInputStream opened ? opened : new JarInputStream(library);
    for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
      if (!entry.isDirectory()) {
        files.put(entry.getName(), jar.readAllBytes());
      }
    }
    return files;
  }

  private static String digest(Map<String, byte[]> files) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, content) -> {
            sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            sha.update(content);
            sha.update((byte) '\n');
          });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
