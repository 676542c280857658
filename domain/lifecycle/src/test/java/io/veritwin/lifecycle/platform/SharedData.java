package io.veritwin.lifecycle.platform;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veritwin.lifecycle.dataset.UploadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The measured batches that stand beside the project; a test is skipped where they are absent. */
public final class SharedData {

  private SharedData() {}

  /** The files of measured yeast runs as a person would upload them. */
  public static List<UploadedFile> yeast(int... runs) {
    Path folder = folder().resolve("yeast_fedbatch");
    assumeTrue(
        Files.isDirectory(folder), "The measured yeast runs are absent: there is no " + folder);
    List<UploadedFile> files = new ArrayList<>();
    files.add(file(folder.resolve("metadata.csv")));
    for (int run : runs) {
      files.add(file(folder.resolve("offline_" + run + ".csv")));
      files.add(file(folder.resolve("offgas_co2_" + run + ".csv")));
    }
    return files;
  }

  private static UploadedFile file(Path path) {
    try {
      return new UploadedFile(path.getFileName().toString(), Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    String configured = System.getProperty("veritwin.shared.data");
    if (configured != null) {
      return Path.of(configured);
    }
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve(".mvn"))) {
      root = root.getParent();
    }
    return root.resolveSibling("shared").resolve("data");
  }
}
