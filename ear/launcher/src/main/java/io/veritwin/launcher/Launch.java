package io.veritwin.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * The command that starts a demonstration site and keeps it until Ctrl-C (URS-600). Settings are
 * system properties, see {@link LaunchSettings}. The last line it prints when the site is up holds
 * the word "ready" and the address.
 */
public final class Launch implements Site.Progress {

  private final PrintStream out;
  private final long begun = ManagementFactory.getRuntimeMXBean().getStartTime();

  private Launch(PrintStream out) {
    this.out = out;
  }

  /** Starts the site; ends the Java machine with 1 and one sentence per reason when it cannot. */
  public static void main(String[] arguments) {
    new Launch(System.out).run();
  }

  private void run() {
    try {
      if (System.getProperty("veritwin.command") != null) {
        boolean holds =
            new Commands(System.getProperties(), System.getenv(), out, Clock.systemUTC())
                .carryOut();
        System.exit(holds ? 0 : 1);
      }
      LaunchSettings settings = LaunchSettings.from(System.getProperties());
      List<String> reasons = Preflight.reasonsAgainst(settings);
      if (!reasons.isEmpty()) {
        out.println("Not started.");
        reasons.forEach(reason -> out.println("  " + reason));
        System.exit(1);
      }
      out.println("Data folder: " + settings.data() + "  (another: -Dveritwin.data=DIR)");
      Site site = Site.open(settings, this);
      stopAtTheEnd(site);
      site.start();
      welcome(settings, site);
      // Ends with the Java machine only: whoever called must not go on while the parts are ended.
      new CountDownLatch(1).await();
    } catch (CannotStart refused) {
      out.println(refused.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      out.println("Not started. " + failed);
      failed.printStackTrace(out);
      System.exit(1);
    }
  }

  private void stopAtTheEnd(Site site) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    site.close();
                    out.println("Veritwin is stopped.");
                  } catch (IOException failed) {
                    out.println("Not everything was stopped: " + failed);
                  }
                },
                "veritwin-stop"));
  }

  @Override
  public void ended(String part, int exitCode, Path log) {
    out.println(
        "%s ended by itself (code %d); why stands in %s. Stop with Ctrl-C and start again."
            .formatted(part, exitCode, log));
  }

  @Override
  public void ready(String part, String whatToKnow) {
    out.println(String.format(Locale.ROOT, "  %6.1f s  %-14s %s", sinceBegun(), part, whatToKnow));
  }

  private double sinceBegun() {
    return Duration.ofMillis(System.currentTimeMillis() - begun).toMillis() / 1000.0;
  }

  private void welcome(LaunchSettings settings, Site site) throws IOException {
    System.gc(); // Gives back what building left behind; nothing more of that size is needed.
    long total = Memory.ofProcess(ProcessHandle.current().pid());
    StringBuilder memory = new StringBuilder("launcher with Maven " + total + " MB");
    for (var part : site.processIds().entrySet()) {
      long megabytes = Memory.ofTree(part.getValue());
      total += megabytes;
      memory.append(", ").append(part.getKey()).append(' ').append(megabytes).append(" MB");
    }
    Path authority = settings.data().resolve("pki").resolve("ca.pem");
    out.println();
    out.println("Accounts (demonstration only):");
    for (Account account : Account.ALL) {
      out.println(
          String.format(
              Locale.ROOT,
              "  %-10s %-22s %-20s %s",
              account.user(),
              account.password(),
              account.person(),
              account.does()));
    }
    out.println();
    out.println(
        "Try first: log in as operator and open unit BR-204, where the virtual plant runs.");
    out.println("Batches for the engineer's first import: " + site.samples());
    out.println("The browser warns of an unknown authority; it is this site's own: " + authority);
    out.println("Memory: " + memory + ".");
    out.println("Ctrl-C stops everything; the data stay.");
    out.println(
        String.format(
            Locale.ROOT,
            "Veritwin is ready after %.0f s, %.1f GB: %s/",
            sinceBegun(),
            total / 1024.0,
            settings.address()));
  }
}
