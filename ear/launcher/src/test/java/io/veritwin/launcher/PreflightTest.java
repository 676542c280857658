package io.veritwin.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-601")
class PreflightTest {

  @TempDir Path folder;

  @Test
  void aPortInUseIsNamedWithItsPropertyAndNothingIsTouched() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      LaunchSettings settings =
          LaunchSettings.from(
              LaunchSettingsTest.properties(
                  "veritwin.port.https",
                  String.valueOf(port),
                  "veritwin.data",
                  folder.resolve("new").toString()));

      List<String> reasons = Preflight.reasonsAgainst(settings);

      assertTrue(
          reasons.contains(
              "Port "
                  + port
                  + ", meant for the pages, is in use; end the program that uses it or choose"
                  + " another port with -Dveritwin.port.https=PORT."),
          reasons.toString());
      assertTrue(Files.notExists(folder.resolve("new")));
    }
  }

  @Test
  @Verifies("URS-279")
  void aBatchThatIsNotThereIsNamedWithItsFile() throws IOException {
    LaunchSettings.Replay seven = new LaunchSettings.Replay(folder, 7, 60);
    for (String file : List.of("online_7.csv", "offgas_co2_7.csv", "offline_7.csv")) {
      assertEquals(
          Optional.of(
              "There is no "
                  + folder.resolve(file)
                  + " to replay; give the folder of a measured batch with -Dveritwin.replay=DIR and"
                  + " its number with -Dveritwin.replay.run=N."),
          Preflight.replay(seven));
      Files.writeString(folder.resolve(file), "");
    }
    assertEquals(Optional.empty(), Preflight.replay(seven));
  }

  @Test
  void aFreePortIsNoReason() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertEquals(Optional.empty(), Preflight.portInUse(port, "veritwin.port.https", "the pages"));
  }

  @Test
  void onePortForTwoPartsIsNamedWithBothProperties() {
    assertEquals(
        Optional.of(
            "Port 8443 is given twice, as veritwin.port.https and as veritwin.port.plant; each"
                + " part needs its own."),
        Preflight.samePort(new LaunchSettings.Ports(8443, 1, 2, 8443, 3)));
    assertEquals(Optional.empty(), Preflight.samePort(new LaunchSettings.Ports(1, 2, 3, 4, 5)));
  }

  @Test
  void tooLittleMemoryIsNamedWithBothValues() {
    assertEquals(
        Optional.of("1200 MB of memory are free and 2500 MB are needed; end other programs first."),
        Preflight.memory(1200));
    assertEquals(Optional.empty(), Preflight.memory(2500));
  }

  @Test
  void tooLittleDiskIsNamedWithTheFolder() {
    assertEquals(
        Optional.of(
            "300 MB of disk are free for /data and 2000 MB are needed; make room or choose another"
                + " folder with -Dveritwin.data=DIR."),
        Preflight.disk(300, Path.of("/data")));
    assertEquals(Optional.empty(), Preflight.disk(2000, Path.of("/data")));
  }

  @Test
  void rootWithoutUserNamespaceIsToldWhatToDo() {
    List<String> refused = List.of("false");
    List<String> allowed = List.of("true");

    assertTrue(Preflight.userNamespace("root", refused).orElseThrow().contains("as root"));
    assertTrue(
        Preflight.userNamespace("root", List.of("no-such-program"))
            .orElseThrow()
            .contains("start as an ordinary user"));
    assertEquals(Optional.empty(), Preflight.userNamespace("root", allowed));
    assertEquals(Optional.empty(), Preflight.userNamespace("marta", refused));
  }

  @Test
  void anotherProcessorNeedsAnExternalDatabase() {
    assertTrue(
        Preflight.platform("Mac OS X", "aarch64")
            .orElseThrow()
            .contains("-Dveritwin.postgres.url=URL"));
    assertEquals(Optional.empty(), Preflight.platform("Linux", "amd64"));
  }
}
