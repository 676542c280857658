package io.veritwin.launcher.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes of one site. Each is known from the moment it exists, so that a site that is
 * stopped while it starts leaves nothing behind (URS-602).
 */
public final class Processes implements AutoCloseable {

  /** Told when a part ends after it was ready, although nobody stopped it. */
  public interface Surprise {
    void ended(String part, int exitCode, Path log);
  }

  private final Path logs;
  private final Surprise surprise;
  private final Watchdog watchdog;
  private final Deque<ChildProcess> started = new ArrayDeque<>();
  private boolean closing;

  /**
   * Nothing runs yet but the watchdog.
   *
   * @param logs the folder for what the processes print
   * @param surprise told when a part ends although nobody stopped it
   */
  public Processes(Path logs, Surprise surprise) throws IOException {
    this.logs = logs;
    this.surprise = surprise;
    this.watchdog = Watchdog.start();
  }

  /**
   * Starts a part's process.
   *
   * @param name the part's name, for its log file and for sentences about it
   * @param stopSignal the signal that ends it in order, for example "TERM"
   */
  synchronized ChildProcess start(
      String name, String stopSignal, Map<String, String> environment, List<String> command)
      throws IOException {
    if (closing) {
      throw new IOException("the site is being stopped");
    }
    ChildProcess process =
        ChildProcess.start(
            name,
            stopSignal,
            logs.resolve(name + ".log"),
            environment,
            command,
            exitCode -> endedByItself(name, exitCode));
    started.push(process);
    watchdog.watch(stopSignal, process.pid());
    return process;
  }

  private synchronized void endedByItself(String part, int exitCode) {
    if (!closing) {
      surprise.ended(part, exitCode, logs.resolve(part + ".log"));
    }
  }

  /** The process id of each part by its name. */
  public synchronized Map<String, Long> ids() {
    Map<String, Long> ids = new LinkedHashMap<>();
    started
        .descendingIterator()
        .forEachRemaining(process -> ids.put(process.name(), process.pid()));
    return ids;
  }

  /** Ends every process in order, the last started first, and returns when all are gone. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closing = true;
    }
    while (!started.isEmpty()) {
      started.peek().stop();
      started.pop();
    }
    watchdog.close();
  }
}
