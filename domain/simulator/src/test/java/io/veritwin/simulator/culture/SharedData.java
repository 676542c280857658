package io.veritwin.simulator.culture;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the measured data that are not part of the product. */
public final class SharedData {

  private SharedData() {}

  /** The folder {@code name}; the test is reported as skipped where it is absent. */
  public static Path folder(String name) {
    String given = System.getProperty("veritwin.shared.data");
    Path folder = (given != null ? Path.of(given) : besideTheProject()).resolve(name);
    assumeTrue(Files.isDirectory(folder), "measured data are not here: " + folder);
    return folder;
  }

  private static Path besideTheProject() {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.isDirectory(root.resolve(".mvn"))) {
      root = root.getParent();
    }
    return root == null ? Path.of("absent") : root.resolve("../shared/data").normalize();
  }
}
