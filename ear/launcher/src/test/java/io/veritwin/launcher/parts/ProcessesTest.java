package io.veritwin.launcher.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.launcher.CannotStart;
import io.veritwin.validation.evidence.Verifies;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real processes of the machine. */
@Verifies("URS-602")
class ProcessesTest {

  private static final Processes.Surprise NONE = (part, exitCode, log) -> {};

  @TempDir Path logs;

  @Test
  void everyPartEndsWhenTheLauncherIsKilled() throws Exception {
    Process launcher =
        new ProcessBuilder(
                JavaProgram.executable(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledLauncher.class.getName(),
                logs.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long part;
    try (BufferedReader said = launcher.inputReader()) {
      part = Long.parseLong(said.readLine());
    }
    ProcessHandle running = ProcessHandle.of(part).orElseThrow();
    assertTrue(running.isAlive());

    launcher.destroyForcibly().waitFor();

    running.onExit().get(10, TimeUnit.SECONDS);
  }

  @Test
  void partsEndInOrderTheLastStartedFirst() throws IOException {
    Path order = logs.resolve("order");
    Processes processes = new Processes(logs, NONE);
    processes.start("first", "TERM", Map.of(), saysItsNameAtTheEnd("first", order));
    // Not INT, which a shell started in the background has been told to ignore and cannot trap.
    processes.start("second", "TERM", Map.of(), saysItsNameAtTheEnd("second", order));
    awaitLine(logs.resolve("first.log"));
    awaitLine(logs.resolve("second.log"));
    Map<String, Long> ids = processes.ids();

    processes.close();

    assertEquals(List.of("second", "first"), Files.readAllLines(order));
    ids.values().forEach(id -> assertFalse(isAlive(id)));
  }

  @Test
  void aPartThatEndsByItselfIsNamedWithItsCodeAndLog() throws Exception {
    CompletableFuture<String> told = new CompletableFuture<>();
    try (Processes processes =
        new Processes(
            logs,
            (part, code, log) -> told.complete(part + " " + code + " " + log.getFileName()))) {
      processes
          .start("keycloak", "TERM", Map.of(), List.of("sh", "-c", "sleep 1; exit 3"))
          .awaitReady(Duration.ofSeconds(10), () -> true);

      assertEquals("keycloak 3 keycloak.log", told.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aPartThatEndsWhileItStartsIsToldWithItsLastWords() throws IOException {
    try (Processes processes = new Processes(logs, NONE)) {
      ChildProcess part =
          processes.start(
              "plant", "TERM", Map.of(), List.of("sh", "-c", "echo the certificate is missing"));

      String sentence =
          assertThrows(
                  CannotStart.class, () -> part.awaitReady(Duration.ofSeconds(10), () -> false))
              .getMessage();

      assertTrue(
          sentence.startsWith(
              "Not started. plant ended while it started; its last words: the certificate is missing"),
          sentence);
    }
  }

  @Test
  void nothingStartsOnceTheSiteIsBeingStopped() throws IOException {
    Processes processes = new Processes(logs, NONE);
    processes.close();

    assertThrows(
        IOException.class,
        () -> processes.start("late", "TERM", Map.of(), List.of("sleep", "600")));
  }

  private static List<String> saysItsNameAtTheEnd(String name, Path file) {
    String script =
        "trap 'echo %s >> %s; exit 0' TERM INT; echo ready; while :; do sleep 0.1; done"
            .formatted(name, file);
    return List.of("sh", "-c", script);
  }

  private static void awaitLine(Path log) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Files.readAllLines(log).isEmpty()) {
      assertTrue(System.nanoTime() < end, log + " stays empty");
      Thread.onSpinWait();
    }
  }

  private static boolean isAlive(long id) {
    return Optional.of(id).flatMap(ProcessHandle::of).map(ProcessHandle::isAlive).orElse(false);
  }
}
