package io.veritwin.launcher.parts;

import io.veritwin.launcher.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * One part's process. It has a session of its own, so that Ctrl-C in the terminal reaches the
 * launcher alone and the parts are stopped in order; what it prints goes to a log file, the one
 * before is kept.
 */
final class ChildProcess {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final String stopSignal;
  private final Process process;
  private final Path log;
  private final IntConsumer endedByItself;

  private ChildProcess(
      String name, String stopSignal, Process process, Path log, IntConsumer endedByItself) {
    this.name = name;
    this.stopSignal = stopSignal;
    this.process = process;
    this.log = log;
    this.endedByItself = endedByItself;
  }

  static ChildProcess start(
      String name,
      String stopSignal,
      Path log,
      Map<String, String> environment,
      List<String> command,
      IntConsumer endedByItself)
      throws IOException {
    if (Files.exists(log)) {
      Files.move(
          log, log.resolveSibling(name + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
    }
    // setsid replaces itself by the command, so the process id stays the part's own.
    List<String> inOwnSession = new ArrayList<>(List.of("setsid"));
    inOwnSession.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(inOwnSession).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new ChildProcess(name, stopSignal, process, log, endedByItself);
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  /** A question that is asked until it is answered with yes. */
  interface Question {
    boolean answer() throws IOException;
  }

  /**
   * Waits until the part is ready; from then on its end is a surprise.
   *
   * @throws CannotStart when it ends before that, or the time is over
   */
  void awaitReady(Duration patience, Question ready) throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!ready.answer()) {
      if (!process.isAlive()) {
        throw new CannotStart(
            "Not started. %s ended while it started; its last words: %s (all of them in %s)."
                .formatted(name, lastWords(), log));
      }
      if (System.nanoTime() > end) {
        throw new CannotStart(
            "Not started. %s was not ready after %d s; what it printed is in %s."
                .formatted(name, patience.toSeconds(), log));
      }
      Thread.sleep(100);
    }
    process.onExit().thenAccept(ended -> endedByItself.accept(ended.exitValue()));
  }

  /** Ends the part in order; when that takes too long it is killed. Returns when it is gone. */
  void stop() throws IOException {
    if (!process.isAlive()) {
      return;
    }
    new ProcessBuilder("kill", "-" + stopSignal, String.valueOf(process.pid()))
        .start()
        .onExit()
        .join();
    boolean inOrder =
        process
            .onExit()
            .thenApply(ended -> true)
            .completeOnTimeout(false, PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
    if (!inOrder) {
      process.destroyForcibly().onExit().join();
    }
  }

  private String lastWords() throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return lines.isEmpty() ? "none" : lines.get(lines.size() - 1).strip();
  }
}
