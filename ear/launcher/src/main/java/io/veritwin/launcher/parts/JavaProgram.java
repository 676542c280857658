package io.veritwin.launcher.parts;

import io.veritwin.launcher.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;

/** How a part that is a Java program is called. */
final class JavaProgram {

  private JavaProgram() {}

  /** The Java that runs the launcher runs the parts. */
  static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Writes system properties to an argument file that only its owner can read, because every user
   * of the machine can read a command line.
   *
   * @return the argument that names the file
   */
  static String argumentFile(Path file, Properties properties) throws IOException {
    Secrets.writePrivate(file, new Properties(), null);
    Files.writeString(
        file,
        properties.stringPropertyNames().stream()
            .sorted()
            .map(name -> quoted("-D" + name + "=" + properties.getProperty(name)))
            .collect(Collectors.joining("\n", "", "\n")));
    return "@" + file;
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
