package io.veritwin.systemtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A demonstration site of its own: ports and data folder apart from any that a person runs on this
 * machine. Started by the launcher in a process of its own, as {@code mvn -Prun} would.
 */
final class RunningSite implements AutoCloseable {

  static final int HTTPS = 29443;
  static final int KEYCLOAK = 29543;
  static final int POSTGRES = 29432;
  static final int PLANT = 29840;
  static final int MANAGEMENT = 29993;
  static final String ADDRESS = "https://localhost:" + HTTPS;
  static final Path OUTPUT = Path.of("target", "system").toAbsolutePath();

  private static final Path PARTS = Path.of("..").toAbsolutePath().normalize();

  /**
   * Where a site listens, and its folder under {@link #OUTPUT}.
   *
   * @param name the folder's name
   */
  record Place(String name, int https, int keycloak, int postgres, int plant, int management) {

    Path data() {
      return OUTPUT.resolve(name);
    }

    String address() {
      return "https://localhost:" + https;
    }
  }

  private final Process launcher;
  private final Place place;
  private final List<String> printed;

  private RunningSite(Process launcher, Place place, List<String> printed) {
    this.launcher = launcher;
    this.place = place;
    this.printed = printed;
  }

  /** Starts a fresh site and returns when its launcher has printed "ready". */
  static RunningSite start() {
    return start(new Place("site", HTTPS, KEYCLOAK, POSTGRES, PLANT, MANAGEMENT), Map.of());
  }

  /** Starts a fresh site at another place, with settings of its own beside the usual ones. */
  static RunningSite start(Place place, Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    properties(place).forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.veritwin.launcher.Launch"));
    try {
      Files.createDirectories(OUTPUT);
      Process launcher = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<String> printed = new ArrayList<>();
      CompletableFuture<Void> ready = readUntilReady(launcher, place, printed);
      try {
        ready.get(4, TimeUnit.MINUTES);
      } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
        launcher.destroy();
        throw new IllegalStateException(
            "the site did not start:\n" + String.join("\n", printed), e);
      } catch (InterruptedException e) {
        launcher.destroy();
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      return new RunningSite(launcher, place, printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> properties(Place place) {
    return Map.ofEntries(
        Map.entry("veritwin.data", place.data()),
        Map.entry("veritwin.reset", "true"),
        Map.entry("veritwin.port.https", place.https()),
        Map.entry("veritwin.port.keycloak", place.keycloak()),
        Map.entry("veritwin.port.postgres", place.postgres()),
        Map.entry("veritwin.port.plant", place.plant()),
        Map.entry("veritwin.port.management", place.management()),
        Map.entry("veritwin.parts.wildfly", PARTS.resolve("server/target/wildfly")),
        Map.entry("veritwin.parts.simulator", PARTS.resolve("server/target/simulator")),
        Map.entry(
            "veritwin.parts.keycloak",
            PARTS.resolve("identity/target/keycloak-" + System.getProperty("keycloak.version"))),
        Map.entry("veritwin.parts.application", PARTS.resolve("application/target/veritwin.ear")));
  }

  private static CompletableFuture<Void> readUntilReady(
      Process launcher, Place place, List<String> printed) {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines = launcher.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  System.out.println("[site] " + line);
                  synchronized (printed) {
                    printed.add(line);
                  }
                  if (line.contains("ready") && line.contains(place.address())) {
                    ready.complete(null);
                  }
                }
              } catch (IOException e) {
                ready.completeExceptionally(e);
              }
              ready.completeExceptionally(new IOException("the launcher ended"));
            },
            "site-output");
    reader.setDaemon(true);
    reader.start();
    return ready;
  }

  /** The data folder: keys, log copy, samples, server logs. */
  Path data() {
    return place.data();
  }

  /** The address people type, without a trailing slash. */
  String address() {
    return place.address();
  }

  /** The port of the plant's OPC UA server. */
  int plant() {
    return place.plant();
  }

  /** What the launcher has printed so far. */
  List<String> printed() {
    synchronized (printed) {
      return List.copyOf(printed);
    }
  }

  /** The demonstration password that the launcher printed for this account. */
  String passwordOf(String account) {
    return printed().stream()
        .map(String::strip)
        .filter(line -> line.startsWith(account + " "))
        .map(line -> line.split("\\s+")[1])
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no account " + account + " was printed"));
  }

  @Override
  public void close() {
    launcher.destroy();
    try {
      if (!launcher.waitFor(60, TimeUnit.SECONDS)) {
        launcher.destroyForcibly();
      }
    } catch (InterruptedException e) {
      launcher.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
