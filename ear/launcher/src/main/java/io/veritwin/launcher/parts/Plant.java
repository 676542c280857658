package io.veritwin.launcher.parts;

import io.veritwin.launcher.CannotStart;
import io.veritwin.launcher.LaunchSettings.Replay;
import io.veritwin.launcher.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The simulated plant: an OPC UA server in a Java process of its own. */
public final class Plant {

  /** The platform's account at the plant's server. */
  public static final String USER = "veritwin";

  /** The account of an independent client, which may also command the units and ask for faults. */
  public static final String ENGINEERING_USER = "engineer-station";

  private static final String MAIN = "io.veritwin.simulator.PlantSimulator";
  private static final String GENERATE = "io.veritwin.simulator.batches.GenerateBatches";

  // Enough to calibrate on some and to hold others out.
  private static final int SAMPLE_BATCHES = 8;
  private static final int FIRST_SEED = 1;

  private Plant() {}

  /**
   * Starts the plant and returns when its server answers.
   *
   * @param jars the folder of the simulator's jars
   * @param replay a measured batch to replay beside the virtual unit
   */
  public static void start(Foundation site, Path jars, int port, Optional<Replay> replay)
      throws IOException, InterruptedException {
    Path folder = site.data().folder("plant");
    Secrets secrets = site.secrets();
    Properties users = new Properties();
    users.setProperty(USER, secrets.of("plant." + USER));
    users.setProperty(ENGINEERING_USER, secrets.of("plant." + ENGINEERING_USER));
    Secrets.writePrivate(folder.resolve("users.properties"), users, "Accounts of the plant");

    Properties settings = new Properties();
    settings.setProperty("veritwin.simulator.port", String.valueOf(port));
    settings.setProperty("veritwin.simulator.users", folder.resolve("users.properties").toString());
    settings.setProperty("veritwin.simulator.state", folder.resolve("state.properties").toString());
    settings.setProperty("veritwin.pki", site.certificates().folder().toString());
    settings.setProperty("veritwin.pki.password", site.certificates().password());
    replay.ifPresent(
        batch -> {
          settings.setProperty("veritwin.replay", batch.folder().toString());
          settings.setProperty("veritwin.replay.run", String.valueOf(batch.run()));
          settings.setProperty("veritwin.replay.speed", String.valueOf(batch.speed()));
        });

    ChildProcess process =
        site.processes()
            .start(
                "plant",
                "TERM",
                Map.of(),
                List.of(
                    JavaProgram.executable(),
                    "-Xms32m",
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    JavaProgram.argumentFile(folder.resolve("arguments"), settings),
                    "-cp",
                    jars.resolve("*").toString(),
                    MAIN));
    process.awaitReady(Duration.ofSeconds(60), () -> listens(port));
  }

  /** Writes synthetic batches of the virtual plant as CSV files, unless the folder holds some. */
  public static void writeSamples(Path jars, Path folder) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        return;
      }
    }
    Process generator =
        new ProcessBuilder(
                JavaProgram.executable(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                jars.resolve("*").toString(),
                GENERATE,
                folder.toString(),
                String.valueOf(SAMPLE_BATCHES),
                String.valueOf(FIRST_SEED))
            .redirectErrorStream(true)
            .start();
    String said = new String(generator.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (generator.waitFor() != 0) {
      throw new CannotStart("Not started. The sample batches could not be written: " + said);
    }
  }

  private static boolean listens(int port) {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
