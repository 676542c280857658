package io.veritwin.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What must hold before anything is started; each thing that does not is one sentence that says
 * what was found and what to do (URS-601). Touches nothing.
 */
final class Preflight {

  /** What all parts together need at their peak. */
  static final long NEEDED_MEMORY_MB = 2500;

  /** Programs, database and one year of a demonstration's readings. */
  static final long NEEDED_DISK_MB = 2000;

  private Preflight() {}

  /** Every reason against a start, for the settings of this one. */
  static List<String> reasonsAgainst(LaunchSettings settings) throws IOException {
    List<String> reasons = new ArrayList<>();
    boolean embeddedDatabase = settings.postgres().isEmpty();
    LaunchSettings.Ports ports = settings.ports();
    portsInUse(ports.https(), "veritwin.port.https", "the pages", reasons);
    portsInUse(ports.management(), "veritwin.port.management", "the server's management", reasons);
    if (embeddedDatabase) {
      portsInUse(ports.postgres(), "veritwin.port.postgres", "the database", reasons);
      platform(System.getProperty("os.name"), System.getProperty("os.arch"))
          .ifPresent(reasons::add);
      userNamespace(System.getProperty("user.name"), List.of("unshare", "-U", "true"))
          .ifPresent(reasons::add);
    }
    if (settings.issuer().isEmpty()) {
      portsInUse(ports.keycloak(), "veritwin.port.keycloak", "the identity provider", reasons);
    }
    if (settings.plant().isEmpty()) {
      portsInUse(ports.plant(), "veritwin.port.plant", "the simulated plant", reasons);
    }
    settings.replay().flatMap(Preflight::replay).ifPresent(reasons::add);
    samePort(ports).ifPresent(reasons::add);
    memory(availableMemoryMb()).ifPresent(reasons::add);
    Path existing = nearestExisting(settings.data());
    disk(Files.getFileStore(existing).getUsableSpace() / (1024 * 1024), settings.data())
        .ifPresent(reasons::add);
    return reasons;
  }

  private static void portsInUse(int port, String property, String what, List<String> reasons) {
    portInUse(port, property, what).ifPresent(reasons::add);
  }

  static Optional<String> portInUse(int port, String property, String what) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Optional.empty();
    } catch (IOException inUse) {
      return Optional.of(
          "Port %d, meant for %s, is in use; end the program that uses it or choose another port with -D%s=PORT."
              .formatted(port, what, property));
    }
  }

  static Optional<String> replay(LaunchSettings.Replay replay) {
    return Stream.of("online_%d.csv", "offgas_co2_%d.csv", "offline_%d.csv")
        .map(name -> replay.folder().resolve(name.formatted(replay.run())))
        .filter(file -> !Files.isReadable(file))
        .findFirst()
        .map(
            file ->
                "There is no %s to replay; give the folder of a measured batch with -Dveritwin.replay=DIR and its number with -Dveritwin.replay.run=N."
                    .formatted(file));
  }

  static Optional<String> samePort(LaunchSettings.Ports ports) {
    Map<Integer, String> taken = new HashMap<>();
    int[] numbers = {
      ports.https(), ports.keycloak(), ports.postgres(), ports.plant(), ports.management()
    };
    String[] names = {"https", "keycloak", "postgres", "plant", "management"};
    for (int i = 0; i < numbers.length; i++) {
      String other = taken.put(numbers[i], names[i]);
      if (other != null) {
        return Optional.of(
            "Port %d is given twice, as veritwin.port.%s and as veritwin.port.%s; each part needs its own."
                .formatted(numbers[i], other, names[i]));
      }
    }
    return Optional.empty();
  }

  static Optional<String> memory(long availableMb) {
    return availableMb >= NEEDED_MEMORY_MB
        ? Optional.empty()
        : Optional.of(
            "%d MB of memory are free and %d MB are needed; end other programs first."
                .formatted(availableMb, NEEDED_MEMORY_MB));
  }

  static Optional<String> disk(long usableMb, Path data) {
    return usableMb >= NEEDED_DISK_MB
        ? Optional.empty()
        : Optional.of(
            "%d MB of disk are free for %s and %d MB are needed; make room or choose another folder with -Dveritwin.data=DIR."
                .formatted(usableMb, data, NEEDED_DISK_MB));
  }

  static Optional<String> platform(String system, String processor) {
    return system.equals("Linux") && processor.equals("amd64")
        ? Optional.empty()
        : Optional.of(
            "The embedded database runs on Linux with an x86-64 processor, and this is %s on %s; give an external database with -Dveritwin.postgres.url=URL."
                .formatted(system, processor));
  }

  /**
   * PostgreSQL refuses to run as root, so for root it runs in a user namespace, which a machine may
   * forbid.
   */
  static Optional<String> userNamespace(String user, List<String> probe) {
    if (!user.equals("root") || succeeds(probe)) {
      return Optional.empty();
    }
    return Optional.of(
        "The database does not run as root, and this machine does not allow the user namespace it"
            + " would need instead; start as an ordinary user, allow user namespaces, or give an"
            + " external database with -Dveritwin.postgres.url=URL.");
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What the machine, and the container around us if there is one, still has. */
  private static long availableMemoryMb() throws IOException {
    long machine =
        Files.readAllLines(Path.of("/proc/meminfo")).stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
            .findFirst()
            .orElse(Long.MAX_VALUE);
    Path limit = Path.of("/sys/fs/cgroup/memory.max");
    Path used = Path.of("/sys/fs/cgroup/memory.current");
    if (Files.isReadable(limit) && Files.isReadable(used)) {
      String maximum = Files.readString(limit).strip();
      if (!maximum.equals("max")) {
        long container =
            (Long.parseLong(maximum) - Long.parseLong(Files.readString(used).strip()))
                / (1024 * 1024);
        return Math.min(machine, container);
      }
    }
    return machine;
  }

  private static Path nearestExisting(Path path) {
    Path existing = path;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing;
  }
}
