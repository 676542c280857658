package io.veritwin.launcher.parts;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Stands in for a launcher that is killed: starts a part, says its id, and waits for the end. */
final class KilledLauncher {

  private KilledLauncher() {}

  public static void main(String[] arguments) throws Exception {
    Processes processes = new Processes(Path.of(arguments[0]), (part, exitCode, log) -> {});
    ChildProcess part = processes.start("part", "TERM", Map.of(), List.of("sleep", "600"));
    System.out.println(part.pid());
    Thread.currentThread().join();
  }
}
