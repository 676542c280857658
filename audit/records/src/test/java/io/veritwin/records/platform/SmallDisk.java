package io.veritwin.records.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A disk of a few megabytes that really becomes full: a file system of its own, mounted for the
 * test. Where this account may not mount, the test ends as not executed, in those words.
 */
public final class SmallDisk implements AutoCloseable {

  private final Path folder;
  private final Path ballast;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.ballast = folder.resolve("ballast");
  }

  public static SmallDisk ofMegabytes(int megabytes) {
    try {
      Path folder = Files.createTempDirectory("small-disk");
      String refused =
          command("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder + "");
      Assumptions.assumeTrue(
          refused.isEmpty(), "this account may not mount a small disk to fill: " + refused);
      return new SmallDisk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** Fills it until nothing more goes on it. */
  public void fill() {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (!full.getMessage().contains("No space left on device")) {
        throw new UncheckedIOException(full);
      }
    }
  }

  /** Fills it until only so much is left. */
  public void leave(int megabytes) {
    fill();
    try (var out =
        java.nio.channels.FileChannel.open(ballast, java.nio.file.StandardOpenOption.WRITE)) {
      out.truncate(out.size() - ((long) megabytes << 20));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Somebody makes room again. */
  public void free() {
    try {
      Files.deleteIfExists(ballast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    // Lazily: a process of the database may still hold a file that is deleted already.
    command("umount", "-l", folder.toString());
  }

  /** What a command complained of; empty when it succeeded. */
  private static String command(String... words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return words[0] + " did not end";
      }
      return process.exitValue() == 0 ? "" : said.strip() + " (" + process.exitValue() + ")";
    } catch (IOException e) {
      return e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }
}
