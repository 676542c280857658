package io.veritwin.twin.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veritwin.twin.ChoCases;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bad data are refused value by value, each with its reason. */
class InputCheckTest {

  @Test
  @Verifies("URS-201")
  void aSoundBatchIsAccepted() {
    assertEquals(List.of(), check(List.of(), new Sample(10, "GLC", 28, 0.5)));
  }

  @Test
  @Verifies("URS-201")
  void timesThatRunBackwardsAreRefused() {
    assertEquals(
        List.of("inputs[2].time = 5.0"),
        check(List.of(new InputStep(9, new double[] {1}), new InputStep(5, new double[] {1}))));
  }

  @Test
  @Verifies("URS-201")
  void anInputThatIsNotANumberOrNegativeIsRefused() {
    assertEquals(
        List.of("inputs[1].feed = NaN", "inputs[2].feed = -1.0"),
        check(
            List.of(
                new InputStep(9, new double[] {Double.NaN}),
                new InputStep(10, new double[] {-1}))));
  }

  @Test
  @Verifies("URS-201")
  void aFeedOfTenTimesTheVesselIsRefused() {
    assertEquals(
        List.of("inputs[1].feed = 500.0"), check(List.of(new InputStep(9, new double[] {500}))));
  }

  @Test
  @Verifies("URS-201")
  void samplesThatCannotBeAreRefused() {
    assertEquals(
        List.of(
            "samples[0].time = -1.0",
            "samples[1].GLC = NaN",
            "samples[2].outputId = pH",
            "samples[3].sd = 0.0",
            "samples[5] = LAC at 4.0 h"),
        check(
            List.of(),
            new Sample(-1, "GLC", 3, 1),
            new Sample(1, "GLC", Double.NaN, 1),
            new Sample(2, "pH", 7, 1),
            new Sample(3, "GLC", 3, 0),
            new Sample(4, "LAC", 3, 1),
            new Sample(4, "LAC", 5, 1)));
  }

  @Test
  @Verifies("URS-201")
  void aStartOfTheWrongShapeIsRefused() {
    assertEquals(
        "7 of them", InputCheck.state(ChoCases.MODEL, new double[3]).get(0).reason().substring(14));
  }

  @Test
  @Verifies("URS-201")
  void aCovarianceThatCannotBeOneIsRefusedWithItsEntries() {
    assertEquals(List.of(), InputCheck.covariance("c", new double[][] {{1, 0.5}, {0.5, 1}}, 2));
    assertEquals(
        List.of("c[0][1] = 0.5", "c[1][0] = 0.4", "c[1][1] = -1.0"),
        refused(new double[][] {{1, 0.5}, {0.4, -1}}));
    assertEquals(
        List.of("c[0][0] = NaN", "c[1][1] = Infinity"),
        refused(new double[][] {{Double.NaN, 0}, {0, Double.POSITIVE_INFINITY}}));
    assertEquals(List.of("c = 1 rows"), refused(new double[][] {{1, 0}}));
    assertEquals(List.of("c[1] = 1 columns"), refused(new double[][] {{1, 0}, {0}}));
  }

  private static List<String> refused(double[][] covariance) {
    return InputCheck.covariance("c", covariance, 2).stream()
        .map(r -> r.where() + " = " + r.value())
        .sorted()
        .toList();
  }

  @Test
  @Verifies("URS-201")
  void aPredictionWithNothingToCompareIsRefused() {
    BatchData empty =
        new BatchData("B1", ChoCases.start(), ChoCases.dailyFeed().steps(), List.of());
    InvalidInputException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            InvalidInputException.class,
            () ->
                io.veritwin.twin.verification.PredictionTest.run(
                    ChoCases.MODEL,
                    ChoCases.MODEL.nominalParameters(),
                    empty,
                    io.veritwin.twin.integration.IntegrationSettings.standard()));
    assertEquals("B1.samples", refused.refusals().get(0).where());
  }

  private static List<String> check(List<InputStep> furtherSteps, Sample... samples) {
    List<InputStep> inputs = new java.util.ArrayList<>();
    inputs.add(new InputStep(0, new double[] {0}));
    inputs.addAll(furtherSteps);
    double[] start = ChoCases.start();
    start[6] = 50;
    return InputCheck.batch(ChoCases.MODEL, new BatchData("B1", start, inputs, List.of(samples)))
        .stream()
        .map(r -> r.where() + " = " + r.value())
        .toList();
  }
}
