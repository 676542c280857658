package io.veritwin.launcher.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-611")
class SchemaUpdateTest {

  @TempDir Path folder;

  @Test
  void changesAreFoundInJarsAndFoldersInTheOrderOfTheirNames() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/db"));
    Files.writeString(classes.resolve("0200-create-tag.sql"), "second");
    Files.writeString(classes.resolve("notes.txt"), "no change");
    Path jar = folder.resolve("records.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      entries.putNextEntry(new ZipEntry("db/"));
      entries.putNextEntry(new ZipEntry("db/0100-create-audit-trail.sql"));
      entries.write("first".getBytes(StandardCharsets.UTF_8));
    }
    URL[] places = {classes.getParent().toUri().toURL(), jar.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, null)) {
      assertEquals(
          List.of("db/0100-create-audit-trail.sql", "db/0200-create-tag.sql"),
          List.copyOf(SchemaUpdate.changes(loader).keySet()));
    }
  }

  @Test
  void theDigestFollowsNamesAndContents() {
    String digest = digest(Map.of("db/0100-a.sql", "create table a ()"));

    // echo -en 'db/0100-a.sql\ncreate table a ()\n' | sha256sum
    assertEquals("53d48507a2dd068f89a463ec0d432dd02812ab78a5d5543f1b1fabf926fdf2f9", digest);
    assertNotEquals(digest, digest(Map.of("db/0101-a.sql", "create table a ()")));
    assertNotEquals(digest, digest(Map.of("db/0100-a.sql", "create table b ()")));
  }

  private static String digest(Map<String, String> files) {
    TreeMap<String, byte[]> bytes = new TreeMap<>();
    files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return SchemaUpdate.digest(bytes);
  }
}
