package io.veritwin.twin.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.calibration.PosteriorSample.Credible;
import io.veritwin.twin.calibration.PosteriorSample.Sample;
import io.veritwin.twin.calibration.ProfileLikelihood.Interval;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.uncertainty.Cores;
import io.veritwin.validation.evidence.Verifies;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

/** Profiles and posterior samples beside the standard errors of a calibration. */
class SecondOpinionTest {

  private static final IntegrationSettings SETTINGS =
      new IntegrationSettings(
          io.veritwin.twin.integration.Method.DORMAND_PRINCE_54, 1e-6, 1e-8, Deadline.none());

  @Test
  @Verifies({"URS-808", "URS-809"})
  void whereTheDataDetermineAParameterThreeOpinionsAgree() {
    CalibrationProblem problem = problem(List.of("mu_max", "q_mAb", "Y_LacGlc"), 1);
    CalibrationResult result = Calibration.fit(problem, (a, b, c, d) -> true);
    assertTrue(result.converged());
    Sample sample = PosteriorSample.around(problem, result, 4, 1200, 5, Cores.all());
    assertTrue(sample.converged(), sample::toString);
    assertTrue(sample.acceptance() > 0.1 && sample.acceptance() < 0.7, sample::toString);
    for (int j = 0; j < 3; j++) {
      String id = result.fittedIds().get(j);
      double estimate = result.parameters()[ChoCases.MODEL.parameterIndex(id)];
      double half = 1.99 * result.standardErrors()[j];
      Interval profile = ProfileLikelihood.of(problem, result, id, 0.95).orElseThrow();
      assertTrue(profile.identifiable(), profile.words());
      assertEquals(estimate - half, profile.lower().orElseThrow(), 0.15 * half, id);
      assertEquals(estimate + half, profile.upper().orElseThrow(), 0.15 * half, id);
      Credible credible = sample.parameters().get(j);
      assertEquals(estimate - half, credible.lower95(), 0.35 * half, credible::toString);
      assertEquals(estimate + half, credible.upper95(), 0.35 * half, credible::toString);
    }
    Sample again = PosteriorSample.around(problem, result, 4, 1200, 5, Cores.of(1));
    assertEquals(sample, again, "the same bits on one core");
  }

  @Test
  @Verifies("URS-808")
  void theTruthLiesInTheProfileAsOftenAsItSays() {
    int inside = 0;
    int repeats = 40;
    for (int repeat = 0; repeat < repeats; repeat++) {
      CalibrationProblem problem = problem(List.of("mu_max", "q_mAb"), 100 + repeat);
      CalibrationResult result = Calibration.fit(problem, (a, b, c, d) -> true);
      Interval profile = ProfileLikelihood.of(problem, result, "mu_max", 0.95).orElseThrow();
      double truth = ChoCases.MODEL.nominalParameters()[0];
      inside +=
          truth >= profile.lower().orElseThrow() && truth <= profile.upper().orElseThrow() ? 1 : 0;
    }
    // fewer than 33 of 40 has p < 0.005 at 95 %
    int found = inside;
    assertTrue(inside >= 33, () -> found + " of 40");
  }

  @Test
  @Verifies("URS-808")
  void aParameterThatTheDataBoundOnOneSideOnlyIsSaidToBeNotIdentifiable() {
    CalibrationProblem problem = problem(List.of("mu_max", "K_Glc"), 2);
    CalibrationResult result = Calibration.fit(problem, (a, b, c, d) -> true);
    Interval profile = ProfileLikelihood.of(problem, result, "K_Glc", 0.95).orElseThrow();
    assertTrue(profile.lower().isEmpty(), profile.words());
    assertTrue(profile.words().contains("cannot be identified"), profile.words());
  }

  @Test
  @Verifies("URS-809")
  void aSampleThatItsTimeBoxCutsOffIsNotCalledConverged() {
    CalibrationProblem problem = problem(List.of("mu_max", "q_mAb"), 1);
    CalibrationResult result = Calibration.fit(problem, (a, b, c, d) -> true);
    java.time.Clock now = java.time.Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC);
    CalibrationProblem boxed =
        new CalibrationProblem(
            problem.model(),
            problem.parameters(),
            problem.fitted(),
            problem.batches(),
            1,
            1,
            SETTINGS,
            Deadline.after(java.time.Duration.ZERO, now));
    Sample sample = PosteriorSample.around(boxed, result, 2, 400, 1, Cores.all());
    assertTrue(!sample.converged());
    assertTrue(ProfileLikelihood.of(boxed, result, "mu_max", 0.95).isEmpty());
  }

  private static CalibrationProblem problem(List<String> ids, long seed) {
    double[] nominal = ChoCases.MODEL.nominalParameters();
    List<FittedParameter> fitted =
        ids.stream()
            .map(
                id -> {
                  var d = ChoCases.MODEL.parameters().get(ChoCases.MODEL.parameterIndex(id));
                  return new FittedParameter(id, d.nominal() * 1.1, d.lower(), d.upper());
                })
            .toList();
    Trajectory run = ChoCases.run(nominal, ChoCases.dailyFeed(), 240);
    RandomGenerator random = new Well19937c(seed);
    List<io.veritwin.twin.run.Sample> samples = new ArrayList<>();
    double[] out = new double[ChoCases.MODEL.outputs().size()];
    for (double t = 24; t <= 240; t += 24) {
      ChoCases.MODEL.outputs(t, run.stateAt(t), ChoCases.dailyFeed().at(t), nominal, out);
      for (String id : List.of("VCD", "LAC", "TITRE", "GLC")) {
        double value = out[ChoCases.MODEL.outputIndex(id)];
        double sd = 0.04 * value;
        samples.add(new io.veritwin.twin.run.Sample(t, id, value + sd * random.nextGaussian(), sd));
      }
    }
    return new CalibrationProblem(
        ChoCases.MODEL,
        nominal,
        fitted,
        List.of(new BatchData("B", ChoCases.start(), ChoCases.dailyFeed().steps(), samples)),
        1,
        seed,
        SETTINGS,
        Deadline.none());
  }
}
