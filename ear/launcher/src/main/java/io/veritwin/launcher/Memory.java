package io.veritwin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Measures what processes hold in memory, from the kernel's own account. */
final class Memory {

  private Memory() {}

  /**
   * Memory of a process and all its descendants in megabytes. Pages that several of them share
   * count once (proportional set size).
   */
  static long ofTree(long pid) {
    return ProcessHandle.of(pid)
        .map(root -> Stream.concat(Stream.of(root), root.descendants()))
        .orElseGet(Stream::empty)
        .mapToLong(process -> ofProcess(process.pid()))
        .sum();
  }

  /** Memory of one process in megabytes; 0 when it has ended. */
  static long ofProcess(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      return lines
              .filter(line -> line.startsWith("Pss:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum()
          / 1024;
    } catch (IOException | java.io.UncheckedIOException ended) {
      return 0;
    }
  }
}
