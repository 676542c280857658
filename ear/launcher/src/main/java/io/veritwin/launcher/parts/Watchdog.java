package io.veritwin.launcher.parts;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Ends every part when the launcher dies without a chance to do so itself (URS-602). A small shell
 * process reads the parts' process ids from a pipe; when the launcher is gone the pipe ends, and
 * the shell ends the parts.
 */
final class Watchdog implements AutoCloseable {

  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      parts=
      while read -r signal pid; do
        [ "$signal" = done ] && exit 0
        parts="$parts $signal:$pid"
      done
      for part in $parts; do kill -"${part%%:*}" "${part#*:}" 2>/dev/null; done
      for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        alive=
        for part in $parts; do kill -0 "${part#*:}" 2>/dev/null && alive=yes; done
        [ -z "$alive" ] && exit 0
        sleep 1
      done
      for part in $parts; do kill -KILL "${part#*:}" 2>/dev/null; done
      """;

  private final Writer pipe;

  private Watchdog(Writer pipe) {
    this.pipe = pipe;
  }

  /** Starts the watching process. */
  static Watchdog start() throws IOException {
    Process shell =
        new ProcessBuilder(List.of("setsid", "sh", "-c", SCRIPT))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    return new Watchdog(new OutputStreamWriter(shell.getOutputStream(), StandardCharsets.US_ASCII));
  }

  synchronized void watch(String signal, long pid) throws IOException {
    pipe.write(signal + " " + pid + "\n");
    pipe.flush();
  }

  /** Every part has ended: there is nothing left to watch. */
  @Override
  public synchronized void close() throws IOException {
    pipe.write("done 0\n");
    pipe.close();
  }
}
