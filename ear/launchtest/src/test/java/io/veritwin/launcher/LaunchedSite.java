package io.veritwin.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command itself, in a process of its own, as a person at a console sees it. */
final class LaunchedSite {

  private final Map<String, Integer> ports;
  private final Path data;
  private final Process launcher;
  private final BufferedReader output;
  private final List<String> printed = new ArrayList<>();

  private LaunchedSite(
      Map<String, Integer> ports, Path data, Process launcher, BufferedReader output) {
    this.ports = ports;
    this.data = data;
    this.launcher = launcher;
    this.output = output;
  }

  /** Ports that nothing uses now, one for each part. */
  static Map<String, Integer> freePorts() throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    for (String part : List.of("https", "keycloak", "postgres", "plant", "management")) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.put(part, socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  /** Gives the command; returns at its first line. */
  static LaunchedSite command(Map<String, Integer> ports, Path data) throws IOException {
    return command(ports, data, Map.of());
  }

  /** The same with further properties. */
  static LaunchedSite command(Map<String, Integer> ports, Path data, Map<String, String> more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dveritwin.data=" + data);
    ports.forEach((part, port) -> command.add("-Dveritwin.port." + part + "=" + port));
    more.forEach((name, value) -> command.add("-D" + name + "=" + value));
    for (String part : List.of("wildfly", "keycloak", "application", "simulator")) {
      String name = "veritwin.parts." + part;
      command.add("-D" + name + "=" + System.getProperty(name));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Launch.class.getName()));
    Process launcher = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new LaunchedSite(ports, data, launcher, launcher.inputReader());
  }

  /** Gives a command about a site's data folder and waits for its end; returns what it printed. */
  static String administer(Path data, String... properties)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dveritwin.data=" + data));
    for (String property : properties) {
      command.add("-Dveritwin." + property);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Launch.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + ": " + said;
  }

  /** Reads what the command prints until a line holds the word, or until it ends. */
  LaunchedSite readUntil(String word) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      System.out.println("[launch] " + line);
      printed.add(line);
      if (line.contains(word)) {
        break;
      }
    }
    return this;
  }

  List<String> printed() {
    return printed;
  }

  String lastLine() {
    return printed.get(printed.size() - 1);
  }

  int port(String part) {
    return ports.get(part);
  }

  Path data(String file) {
    return data.resolve(file);
  }

  String secret(String name) throws IOException {
    try (var lines = Files.lines(data("secrets.properties"))) {
      return lines
          .filter(line -> line.startsWith(name + "="))
          .map(line -> line.substring(name.length() + 1))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The command line of every process of this machine that names the data folder. */
  List<String> processes() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::info)
        .flatMap(info -> info.commandLine().stream())
        .filter(line -> line.contains(data.toString()))
        .toList();
  }

  /** As Ctrl-C does: ends the command in order and returns its exit code. */
  int interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(launcher.pid())).start().waitFor();
    readUntil("stopped");
    if (!launcher.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the command goes on");
    }
    return launcher.exitValue();
  }

  /** Ends the command without a chance to react. */
  void kill() throws InterruptedException {
    launcher.destroyForcibly().waitFor();
  }

  boolean isRunning() {
    return launcher.isAlive();
  }

  int exitCode() throws InterruptedException {
    return launcher.waitFor();
  }
}
