package io.veritwin.simulator.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.simulator.culture.SharedData;
import io.veritwin.simulator.unit.Point;
import io.veritwin.simulator.unit.PointSink;
import io.veritwin.validation.evidence.Verifies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch replayed from files; first from small ones with known content, then the measured one. */
class ReplayedUnitTest {

  private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

  private record Published(String point, Object value, Instant at) {}

  private final List<Published> published = new ArrayList<>();
  private final Map<String, Object> shown = new HashMap<>();
  private final PointSink sink =
      (point, value, at) -> {
        published.add(new Published(point, value, at));
        shown.put(point, value);
      };
  private Path folder;

  @BeforeEach
  void writeSmallBatch(@TempDir Path empty) throws Exception {
    folder = empty;
    Files.writeString(
        folder.resolve("online_3.csv"),
        "PDatTime,Age,TEMP,JTEMP,STIRR,pH,pO2,AIRSP,BASET,SUBST_A\n"
            + "2020-12-09 10:05:00,0,32.0,33,700,5.3,85,0.5,0,0\n"
            + "2020-12-09 10:10:00,0,32.1,33,700,5.2,80,0.5,0,1.5\n");
    Files.writeString(
        folder.resolve("offgas_co2_3.csv"),
        "time,t_min,CO2_volpct,pressure_bar\n2020-12-09 10:06:00,0,0.5,1\n");
    Files.writeString(
        folder.resolve("offline_3.csv"),
        "ts,t,cX,cS,cE,cGly,cP\n2020-12-09 10:00:00,0,,,,,\n"
            + "2020-12-09 10:08:00,0.13,1.6,1.4,,0,1\n");
  }

  private Published first(String point) {
    return published.stream().filter(p -> p.point().equals(point)).findFirst().orElseThrow();
  }

  @Test
  @Verifies("URS-277")
  void valuesAppearAtTheirTimeWithSourceTimesOfTheWallClock() {
    ReplayedUnit unit = new ReplayedUnit(MeasuredBatch.read(folder, 3), 60, START);
    // 60x: 5 process minutes take 5 s.
    unit.advance(4.9, START.plusMillis(4900), sink);
    assertFalse(shown.containsKey("TEMP"));
    unit.advance(2.1, START.plusMillis(7000), sink);
    assertEquals(32.0, shown.get("TEMP"));
    assertEquals(0.5, shown.get("CO2"));
    assertFalse(shown.containsKey("LAB.CX"));
    assertEquals(START.plusSeconds(5), first("TEMP").at());
    assertEquals(START.plusSeconds(6), first("CO2").at());
    assertEquals(7.0 / 60, (Double) shown.get("PROCESS.TIME"), 1e-4);
    unit.advance(1.5, START.plusMillis(8500), sink);
    assertEquals(1.6, shown.get("LAB.CX"));
    assertEquals(1.4, shown.get("LAB.CS"));
    assertFalse(shown.containsKey("LAB.CE"), "what was not measured is not published");
    assertEquals(8.0 / 60, (Double) shown.get("LAB.SAMPLE_TIME"), 1e-4);
    assertEquals(first("LAB.CX").at(), first("LAB.SAMPLE_TIME").at());
  }

  @Test
  @Verifies("URS-277")
  void itHasNoActuatorAndTakesNoSetpoint() {
    ReplayedUnit unit = new ReplayedUnit(MeasuredBatch.read(folder, 3), 60, START);
    unit.publishAll(START, sink);
    assertEquals(Boolean.FALSE, shown.get("ACTUATOR"));
    assertEquals(60.0, shown.get("REPLAY.SPEED"));
    for (Point point : unit.points()) {
      assertEquals(Point.Access.READ_ONLY, point.access());
      assertFalse(unit.writeSetpoint(point.name(), 1, START, sink));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReplayedUnit(MeasuredBatch.read(folder, 3), 3601, START));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReplayedUnit(MeasuredBatch.read(folder, 3), 0.5, START));
  }

  @Test
  @Verifies("URS-278")
  void anEngineeringStationChangesTheSpeedAndNothingElse() {
    ReplayedUnit unit = new ReplayedUnit(MeasuredBatch.read(folder, 3), 60, START);
    unit.advance(2, START.plusSeconds(2), sink);
    assertTrue(unit.command("SPEED 600", START.plusSeconds(2), sink));
    assertEquals(600.0, shown.get("REPLAY.SPEED"));
    // 2 process minutes at 60x, then 3 more in 0.3 s at 600x.
    unit.advance(0.35, START.plusMillis(2350), sink);
    assertEquals(32.0, shown.get("TEMP"));
    assertEquals(5.5 / 60, (Double) shown.get("PROCESS.TIME"), 1e-4);
    for (String refused :
        List.of("SPEED 0", "SPEED 3601", "SPEED", "SPEED fast", "SPEED -60", "HOLD", "")) {
      assertFalse(unit.command(refused, START.plusSeconds(3), sink), refused);
    }
    assertEquals(600.0, shown.get("REPLAY.SPEED"));
  }

  @Test
  @Verifies("URS-277")
  void atItsEndTheBatchIsCompleteAndIsReplayedAgainAfterAPause() {
    ReplayedUnit unit = new ReplayedUnit(MeasuredBatch.read(folder, 3), 3600, START);
    unit.advance(1, START.plusSeconds(1), sink);
    assertEquals("COMPLETE", shown.get("PHASE.STATE"));
    unit.advance(1.5, START.plusSeconds(2), sink);
    unit.advance(1, START.plusSeconds(3), sink);
    assertEquals("Y3-2", shown.get("BATCH.ID"));
    assertEquals("RUNNING", shown.get("PHASE.STATE"));
  }

  @Test
  @Verifies("URS-274")
  void aRestartCarriesTheReplayOn() {
    ReplayedUnit unit = new ReplayedUnit(MeasuredBatch.read(folder, 3), 60, START);
    unit.advance(7, START.plusSeconds(7), sink);
    Properties state = new Properties();
    unit.save(state);
    ReplayedUnit again = new ReplayedUnit(MeasuredBatch.read(folder, 3), 60, START.plusSeconds(99));
    again.restore(state);
    published.clear();
    again.publishAll(START.plusSeconds(100), sink);
    assertEquals(START.plusSeconds(5), first("TEMP").at());
    published.clear();
    again.advance(2, START.plusSeconds(102), sink);
    assertEquals(1.6, first("LAB.CX").value());
    assertFalse(published.stream().anyMatch(p -> p.point().equals("TEMP")));
  }

  @Test
  @Verifies("URS-277")
  void aFileThatCannotBeReadIsRefusedWithItsLine() throws Exception {
    Files.writeString(
        folder.resolve("online_3.csv"),
        "PDatTime,Age,TEMP,STIRR,pH,pO2,AIRSP,BASET,SUBST_A\n"
            + "2020-12-09 10:05:00,0,warm,700,5.3,85,0.5,0,0\n");
    String message =
        assertThrows(IllegalArgumentException.class, () -> MeasuredBatch.read(folder, 3))
            .getMessage();
    assertTrue(message.contains("line 2") && message.contains("warm"), message);
    assertThrows(IllegalArgumentException.class, () -> MeasuredBatch.read(folder, 9));
  }

  @Test
  @Verifies("URS-277")
  void theMeasuredRun7IsReplayedWhole() {
    Path measured = SharedData.folder("yeast_fedbatch");
    MeasuredBatch batch = MeasuredBatch.read(measured, 7);
    assertTrue(batch.hours() > 25 && batch.hours() < 26.5, "it lasts " + batch.hours() + " h");
    ReplayedUnit unit = new ReplayedUnit(batch, 3600, START);
    Instant now = START;
    for (int second = 0; second < 26; second++) {
      now = now.plusSeconds(1);
      unit.advance(1, now, sink);
    }
    assertEquals(24, published.stream().filter(p -> p.point().equals("LAB.CX")).count());
    assertTrue(published.stream().filter(p -> p.point().equals("TEMP")).count() > 290);
    assertTrue(published.stream().filter(p -> p.point().equals("CO2")).count() > 1400);
    Instant last = START;
    for (Published value : published) {
      if (value.point().equals("CO2")) {
        assertFalse(value.at().isBefore(last), "source times grow");
        last = value.at();
      }
    }
    assertTrue(Duration.between(START, last).toMillis() < 26_500);
  }
}
