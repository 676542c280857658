package io.veritwin.twin.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.integration.BatchCourse;
import io.veritwin.twin.integration.BatchCourse.Completed;
import io.veritwin.twin.integration.BatchEvent;
import io.veritwin.twin.integration.BatchEvent.Bolus;
import io.veritwin.twin.integration.BatchEvent.Depletion;
import io.veritwin.twin.integration.BatchEvent.PhaseChange;
import io.veritwin.twin.integration.Event.Direction;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import io.veritwin.twin.run.InvalidInputException;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChoBioreactorTest {

  private static final ProcessModel MODEL = ChoBioreactor.model();
  private static final double[] NOMINAL = MODEL.nominalParameters();
  private static final IntegrationSettings SETTINGS = IntegrationSettings.standard();

  /** Xv Glc Gln Lac Amm mAb V DO CT T DOp. */
  private static double[] start() {
    return new double[] {0.3, 30, 5, 0.5, 0.5, 0, 1000, 0.2, 10, 37, 88};
  }

  /** Feed, pH, jacket, stirrer, gas, oxygen. */
  private static InputPlan inputs(double feed, double jacket, double gas) {
    return new InputPlan(List.of(new InputStep(0, new double[] {feed, 7, jacket, 1.2, gas, 0.4})));
  }

  @Test
  @Verifies("URS-806")
  void atTheReferenceConditionsGrowthIsThatOfTheSimplerStructure() {
    double[] rates = new double[11];
    double[] plain = new double[7];
    double[] y = start();
    y[7] = 2;
    double[] u = {1, 7, 37, 1.2, 1000, 0.4};
    double[] p = NOMINAL.clone();
    p[MODEL.parameterIndex("K_DO")] = 1e-4;
    MODEL.derivatives(0, y, u, p, rates);
    ProcessModel simple = ChoFedBatch.model();
    simple.derivatives(
        0, java.util.Arrays.copyOf(y, 7), new double[] {1}, simple.nominalParameters(), plain);
    for (int i = 0; i < 7; i++) {
      assertEquals(plain[i], rates[i], 1e-4 * Math.abs(plain[i]) + 1e-12, "state " + i);
    }
  }

  @Test
  @Verifies("URS-806")
  void atSteadyGasTheTransferOfOxygenEqualsItsUptakeAndTheGasBalanceCloses() {
    Trajectory run = solved(start(), inputs(1, 37, 1000), 120);
    double[] out = new double[MODEL.outputs().size()];
    double[] u = inputs(1, 37, 1000).at(0);
    double[] y = run.stateAt(120);
    MODEL.outputs(120, y, u, NOMINAL, out);
    double uptake = out[MODEL.outputIndex("OUR")] * y[6];
    double gas = 1000.0 * 1000 / 24.06 * (0.4 - out[MODEL.outputIndex("O2_OUT")] / 100);
    assertEquals(uptake, gas, 0.01 * uptake, "mmol/h taken up, and lost by the gas");
    assertTrue(out[MODEL.outputIndex("DO")] > 5 && out[MODEL.outputIndex("DO")] < 400);
    assertTrue(out[MODEL.outputIndex("PCO2")] > 1 && out[MODEL.outputIndex("PCO2")] < 200);
  }

  @Test
  @Verifies("URS-806")
  void theTransferCoefficientFollowsPowerAndGasVelocityByTheirExponents() {
    double[] out = new double[MODEL.outputs().size()];
    int kla = MODEL.outputIndex("KLA");
    MODEL.outputs(0, start(), new double[] {0, 7, 37, 1, 1000, 0.2}, NOMINAL, out);
    double before = out[kla];
    double power = 1.5 * 1000 * 0.03125;
    assertEquals(
        3600 * 0.026 * StrictMath.pow(power, 0.4) * StrictMath.sqrt(1000 / 3.6e6 / 0.8),
        before,
        1e-9);
    MODEL.outputs(0, start(), new double[] {0, 7, 37, 2, 4000, 0.2}, NOMINAL, out);
    assertEquals(before * StrictMath.pow(8, 0.4) * 2, out[kla], 1e-9);
  }

  @Test
  @Verifies("URS-806")
  void theJacketWarmsTheVesselAsAFirstOrderLagAndTheProbeFollowsItsOwn() {
    // no cells: T' = UA (Tj - T) / (4.15 V) + stirrer; the difference of two jackets is exact
    double[] y = start();
    y[0] = 0;
    double warm = solved(y, inputs(0, 38, 1000), 2).stateAt(2)[9];
    double cold = solved(y, inputs(0, 37, 1000), 2).stateAt(2)[9];
    assertEquals(1 - StrictMath.exp(-2500.0 * 2 / (4.15 * 1000)), warm - cold, 1e-6);
    double[] probe = solved(y, inputs(0, 37, 1000), 1).stateAt(1);
    assertTrue(Math.abs(probe[10] - 88) > 1, "the probe has moved to " + probe[10]);
  }

  @Test
  @Verifies("URS-806")
  void aTemperatureShiftSlowsGrowthAndRaisesProductivity() {
    double[] warm = new double[11];
    double[] cool = new double[11];
    double[] y = start();
    y[0] = 3;
    double[] u = {0, 7, 37, 1.2, 1000, 0.4};
    MODEL.derivatives(0, y, u, NOMINAL, warm);
    y[9] = 33;
    MODEL.derivatives(0, y, u, NOMINAL, cool);
    assertEquals(0.5, cool[0] / warm[0], 0.02);
    assertTrue(cool[5] > 1.2 * warm[5] && cool[5] < 1.3 * warm[5]);
    double[] acid = {0, 6.5, 37, 1.2, 1000, 0.4};
    y[9] = 37;
    double[] atPh = new double[11];
    MODEL.derivatives(0, y, acid, NOMINAL, atPh);
    assertTrue(atPh[0] < warm[0] && atPh[0] > 0.8 * warm[0]);
  }

  @Test
  @Verifies("URS-805")
  void aBolusAPhaseChangeAndADepletionHappenAtTheirInstant() {
    List<BatchEvent> events =
        List.of(
            new Depletion("glutamine runs low", "Gln", 3),
            new Bolus("glucose", 72, 20, Map.of("Glc", 1000.0)),
            new PhaseChange(
                "production", "Xv", Direction.RISING, 0.8, Map.of("T_jacket", 32.0, "feed", 1.0)));
    Completed course =
        assertInstanceOf(
            Completed.class,
            BatchCourse.solve(
                MODEL, NOMINAL, start(), 0, 200, inputs(0, 36.5, 1000), events, SETTINGS));
    assertEquals(3, course.happenings().size());
    for (BatchCourse.Happening happening : course.happenings()) {
      double[] before = course.trajectory().stateAt(happening.time());
      if (happening.event() instanceof Bolus) {
        assertEquals(72, happening.time());
        assertEquals(before[6] + 20, happening.state()[6], 1e-9);
        // what was there and what was added is there
        assertEquals(before[1] * before[6] + 20_000, happening.state()[1] * (before[6] + 20), 1e-6);
        assertEquals(before[9], happening.state()[9], "temperature is not diluted");
      } else if (happening.event() instanceof PhaseChange) {
        assertEquals(0.8, before[0], 1e-7);
        assertEquals(32, course.inputs().at(happening.time())[2]);
        assertTrue(course.trajectory().stateAt(200)[9] < 34);
      } else {
        assertEquals(3, before[2], 1e-7);
      }
    }
  }

  @Test
  @Verifies({"URS-201", "URS-805"})
  void eventsThatCannotBeAreRefusedWithTheirValues() {
    List<BatchEvent> events =
        List.of(
            new Bolus("late", 300, 20, Map.of()),
            new Bolus("ten vessels", 10, 10_000, Map.of("Glc", -1.0)),
            new PhaseChange("hot", "Xv", Direction.RISING, 1, Map.of("T_jacket", 500.0)),
            new Depletion("nothing", "sugar", 0.1));
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () ->
                BatchCourse.solve(
                    MODEL, NOMINAL, start(), 0, 200, inputs(0, 37, 1000), events, SETTINGS));
    assertEquals(
        List.of(
            "events[0].time",
            "events[1].litres",
            "events[1].Glc",
            "events[2].T_jacket",
            "events[3].sugar"),
        refused.refusals().stream().map(r -> r.where()).toList());
  }

  @Test
  @Verifies("URS-807")
  void productQualityWithoutEquationOrEvidenceIsNotCredible() {
    ProductQuality.NotCredible unknown =
        assertInstanceOf(
            ProductQuality.NotCredible.class,
            ProductQuality.ask(MODEL, "GALACTOSYLATION", Set.of("GALACTOSYLATION")));
    assertTrue(unknown.reason().startsWith("Not credible"), unknown.reason());
    assertInstanceOf(
        ProductQuality.NotCredible.class, ProductQuality.ask(MODEL, "TITRE", Set.of("VCD")));
    assertEquals(
        "TITRE",
        assertInstanceOf(
                ProductQuality.Credible.class, ProductQuality.ask(MODEL, "TITRE", Set.of("TITRE")))
            .output()
            .id());
  }

  private static Trajectory solved(double[] y0, InputPlan inputs, double end) {
    return assertInstanceOf(
            Solved.class, Integration.solve(MODEL, NOMINAL, y0, 0, end, inputs, SETTINGS))
        .trajectory();
  }
}
