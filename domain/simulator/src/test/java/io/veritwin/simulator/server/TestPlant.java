package io.veritwin.simulator.server;

import io.veritwin.simulator.PlantSimulator;
import io.veritwin.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts the real simulated plant inside a test. */
public final class TestPlant {

  public static final String PLATFORM_PASSWORD = "platform-pw";
  public static final String ENGINEERING_PASSWORD = "engineering-pw";

  private TestPlant() {}

  /**
   * A started plant.
   *
   * @param more further settings, "name=value"
   */
  public static PlantSimulator start(int port, Path pki, String... more) {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "veritwin.simulator.port=" + port,
                "veritwin.pki=" + pki,
                "veritwin.pki.password=" + TestAuthority.PASSWORD,
                "veritwin.plant.password=" + PLATFORM_PASSWORD,
                "veritwin.simulator.engineer.password=" + ENGINEERING_PASSWORD));
    settings.addAll(Arrays.asList(more));
    PlantSimulator plant =
        new PlantSimulator(
            SimulatorSettings.read(settings.toArray(String[]::new)), Clock.systemUTC());
    plant.start();
    return plant;
  }

  public static String endpoint(int port) {
    return "opc.tcp://localhost:" + port + "/veritwin";
  }
}
