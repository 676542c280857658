package io.veritwin.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs written by others, used as independent judges where they are installed. */
public final class OtherTools {

  private OtherTools() {}

  /** Whether the program runs on this machine. */
  public static boolean present(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Output of the program; fails unless it ends with status 0. */
  public static String run(Path folder, String... command) throws Exception {
    Result result = tryRun(folder, Map.of(), command);
    if (result.status() != 0) {
      throw new AssertionError(String.join(" ", command) + " said: " + result.output());
    }
    return result.output();
  }

  /** What a program said and how it ended. */
  public record Result(int status, String output) {}

  public static Result tryRun(Path folder, Map<String, String> environment, String... command)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
