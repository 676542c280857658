package io.veritwin.records.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.veritwin.validation.evidence.Verifies;
import jakarta.servlet.ServletContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;

/** What the application reads out of its own archive. */
class ApplicationArchiveTest {

  private static byte[] library(Map<String, String> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        jar.putNextEntry(new JarEntry(file.getKey()));
        jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static ServletContext archive(Map<String, byte[]> libraries) {
    return (ServletContext)
        Proxy.newProxyInstance(
            ServletContext.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getResourcePaths" -> libraries.keySet();
                  case "getResourceAsStream" ->
                      new ByteArrayInputStream(libraries.get((String) arguments[0]));
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  // The rule of decision 0002: name, line feed, bytes, line feed, in the order of the names.
  @Test
  @Verifies("URS-115")
  void theDigestOfTheDatabaseChangesIsThatOfTheSchemasOwner() throws Exception {
    Map<String, byte[]> libraries = new TreeMap<>();
    libraries.put(
        "/WEB-INF/lib/a.jar",
        library(Map.of("db/0300-b.sql", "two", "db/sub/x.sql", "not one", "other.txt", "x")));
    libraries.put("/WEB-INF/lib/b.jar", library(Map.of("db/0100-a.sql", "one")));
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update("db/0100-a.sql\none\ndb/0300-b.sql\ntwo\n".getBytes(StandardCharsets.UTF_8));
    ApplicationArchive.Contents contents = ApplicationArchive.read(archive(libraries));
    assertEquals(HexFormat.of().formatHex(sha.digest()), contents.schemaChanges());
    assertEquals("[a.jar, b.jar]", contents.libraries().keySet().toString());
    libraries.put("/WEB-INF/lib/b.jar", library(Map.of("db/0100-a.sql", "One")));
    ApplicationArchive.Contents altered = ApplicationArchive.read(archive(libraries));
    assertNotEquals(contents.schemaChanges(), altered.schemaChanges());
    assertEquals(contents.libraries().get("a.jar"), altered.libraries().get("a.jar"));
    assertNotEquals(contents.libraries().get("b.jar"), altered.libraries().get("b.jar"));
  }
}
