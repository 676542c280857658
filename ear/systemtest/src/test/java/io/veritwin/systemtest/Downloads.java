package io.veritwin.systemtest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the people of a story downloaded, kept as build output to be looked at. */
final class Downloads {

  private Downloads() {}

  static Path keep(String name, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(RunningSite.OUTPUT.resolve("downloads"));
    return Files.write(folder.resolve(name), bytes);
  }

  /** Others' tools find the seal of a PDF valid. */
  static void assertSealed(Path pdf) {
    Command pdfsig = Command.run(pdf.getParent(), List.of("pdfsig", "-nocert", pdf.toString()));
    assertTrue(pdfsig.output().contains("Signature is Valid"), pdfsig.output());
  }
}
