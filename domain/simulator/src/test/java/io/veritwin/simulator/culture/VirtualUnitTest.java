package io.veritwin.simulator.culture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.simulator.unit.PointSink;
import io.veritwin.validation.evidence.Verifies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The unit around the culture: batch, phase, pump, loops, laboratory, restart. */
class VirtualUnitTest {

  private static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

  private final Map<String, Object> shown = new HashMap<>();
  private final List<String> reports = new ArrayList<>();
  private final PointSink sink =
      (point, value, at) -> {
        shown.put(point, value);
        if (point.startsWith("LAB.")) {
          reports.add(point);
        }
      };
  private Instant now = START;

  private VirtualUnit fresh() {
    VirtualUnit unit = new VirtualUnit(1, 60, START);
    unit.publishAll(now, sink);
    return unit;
  }

  /** Lets process hours pass, a process minute at a time. */
  private void pass(VirtualUnit unit, double hours) {
    for (long second = Math.round(hours * 60); second > 0; second--) {
      now = now.plusSeconds(1);
      unit.advance(1, now, sink);
    }
  }

  private double number(String point) {
    return (Double) shown.get(point);
  }

  @Test
  @Verifies({"URS-271", "URS-274"})
  void aFreshInstallationRunsAtDay3InPhaseFeeding() {
    fresh();
    assertEquals("B26-1107", shown.get("BATCH.ID"));
    assertEquals("Feeding", shown.get("PHASE.NAME"));
    assertEquals("RUNNING", shown.get("PHASE.STATE"));
    assertEquals(42.0, shown.get("FIC-204.SP"));
    assertEquals(3.1, number("PROCESS.TIME") / 24, 0.05);
    assertEquals(72.0, number("LAB.SAMPLE_TIME"), 0.05);
    assertEquals(23, shown.size());
  }

  @Test
  @Verifies("URS-273")
  void theLoopsHoldTheirSetpointsAndTheInstrumentsScatter() {
    VirtualUnit unit = fresh();
    List<Double> temperatures = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      pass(unit, 1.0 / 60);
      temperatures.add(number("TIC-204.PV"));
      assertEquals(36.8, number("TIC-204.PV"), 0.3);
      assertEquals(7.0, number("pHIC-204.PV"), 0.1);
      assertEquals(40, number("DOIC-204.PV"), 6);
    }
    assertTrue(temperatures.stream().distinct().count() > 5);
  }

  @Test
  @Verifies("URS-273")
  void thePumpFollowsAWrittenSetpointAndTheCultureReacts() {
    VirtualUnit unit = fresh();
    pass(unit, 1);
    double volume = number("LI-204.PV");
    assertTrue(unit.writeSetpoint("FIC-204.SP", 120, now, sink));
    assertEquals(120.0, shown.get("FIC-204.SP"));
    pass(unit, 1.0 / 60);
    assertTrue(number("FIC-204.PV") < 119, "the pump lags");
    pass(unit, 10);
    assertEquals(120, number("FIC-204.PV"), 3);
    assertEquals(volume + 1.2, number("LI-204.PV"), 0.15);
    assertFalse(unit.writeSetpoint("FIC-204.SP", 260, now, sink));
    assertFalse(unit.writeSetpoint("FIC-204.SP", Double.NaN, now, sink));
    assertFalse(unit.writeSetpoint("TIC-204.PV", 20, now, sink));
    assertEquals(120.0, shown.get("FIC-204.SP"));
  }

  @Test
  @Verifies("URS-273")
  void assaysArriveTwoHoursAfterTheirSample() {
    VirtualUnit unit = fresh();
    reports.clear();
    pass(unit, 96 - number("PROCESS.TIME") + 1.9);
    assertEquals(List.of(), reports);
    pass(unit, 0.2);
    assertEquals(8, reports.size());
    assertEquals(96, number("LAB.SAMPLE_TIME"), 0.05);
  }

  @Test
  @Verifies("URS-276")
  void aHeldBatchIsNotFedAndAnAbortedOneEnds() {
    VirtualUnit unit = fresh();
    pass(unit, 1);
    assertTrue(unit.command("HOLD", now, sink));
    pass(unit, 1);
    assertEquals(0.0, number("FIC-204.PV"));
    assertEquals("HELD", shown.get("PHASE.STATE"));
    assertTrue(unit.command("RESUME", now, sink));
    pass(unit, 1);
    assertEquals(42, number("FIC-204.PV"), 2);
    assertTrue(unit.command("ABORT", now, sink));
    assertEquals("ABORTED", shown.get("PHASE.STATE"));
    assertFalse(unit.command("RESUME", now, sink));
    assertFalse(unit.command("EXPLODE", now, sink));
  }

  @Test
  @Verifies("URS-274")
  void atDay14TheBatchIsCompleteAndAfterAPauseTheNextOneIsInoculated() {
    VirtualUnit unit = fresh();
    pass(unit, 14 * 24 - number("PROCESS.TIME") + 0.5);
    assertEquals("COMPLETE", shown.get("PHASE.STATE"));
    assertEquals("B26-1107", shown.get("BATCH.ID"));
    pass(unit, 7);
    assertEquals("B26-1108", shown.get("BATCH.ID"));
    assertEquals("Growth", shown.get("PHASE.NAME"));
    assertEquals("RUNNING", shown.get("PHASE.STATE"));
    assertEquals(0.0, shown.get("FIC-204.SP"));
    pass(unit, 72);
    assertEquals("Feeding", shown.get("PHASE.NAME"));
    assertEquals(42.0, shown.get("FIC-204.SP"));
  }

  @Test
  @Verifies("URS-274")
  void aBatchCarriedOnAfterARestartIsTheBatchThatWouldHaveBeen() {
    VirtualUnit uninterrupted = fresh();
    pass(uninterrupted, 22.9);
    uninterrupted.writeSetpoint("FIC-204.SP", 61, now, sink);
    Properties state = new Properties();
    uninterrupted.save(state);
    Instant saved = now;
    pass(uninterrupted, 10);
    Map<String, Object> expected = new HashMap<>(shown);

    now = saved;
    VirtualUnit restarted = new VirtualUnit(1, 60, now.plusSeconds(3600));
    restarted.restore(state);
    Map<String, Instant> times = new HashMap<>();
    restarted.publishAll(now, (point, value, at) -> times.put(point, at));
    assertEquals(START, times.get("BATCH.ID"), "an old value keeps its own time");
    pass(restarted, 10);
    assertEquals(expected, shown);
    assertEquals(61.0, shown.get("FIC-204.SP"));
  }
}
