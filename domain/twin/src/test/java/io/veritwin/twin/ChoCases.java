package io.veritwin.twin;

import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.model.ChoFedBatch;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import java.util.ArrayList;
import java.util.List;

/** A CHO fed-batch in a 1000 L vessel, as tests use it. */
public final class ChoCases {

  public static final ProcessModel MODEL = ChoFedBatch.model();

  private static final double[] FEED_BY_DAY = {0, 0, 0, 1, 1.5, 2, 2.5, 3, 3, 3, 3, 2.5, 2, 2};

  private ChoCases() {}

  public static double[] start() {
    return new double[] {0.3, 30, 5, 0.5, 0.5, 0, 1000};
  }

  public static InputPlan dailyFeed() {
    List<InputStep> steps = new ArrayList<>();
    for (int day = 0; day < FEED_BY_DAY.length; day++) {
      steps.add(new InputStep(24.0 * day, new double[] {FEED_BY_DAY[day]}));
    }
    return new InputPlan(steps);
  }

  public static Trajectory run(double[] parameters, InputPlan inputs, double end) {
    return run(parameters, start(), inputs, end);
  }

  public static Trajectory run(double[] parameters, double[] start, InputPlan inputs, double end) {
    return ((Solved)
            Integration.solve(
                MODEL, parameters, start, 0, end, inputs, IntegrationSettings.standard()))
        .trajectory();
  }

  /** The nominal state on day 5, known to a few per cent. */
  public static EstimatorState day5() {
    double[] mean = run(MODEL.nominalParameters(), dailyFeed(), 120).stateAt(120);
    double[][] covariance = new double[mean.length][mean.length];
    for (int i = 0; i < mean.length - 1; i++) {
      covariance[i][i] = 0.0016 * mean[i] * mean[i];
    }
    return new EstimatorState(120, mean, covariance);
  }

  /** Growth and productivity uncertain by so much, everything else known. */
  public static double[][] parameterCovariance(double relativeSd) {
    int k = MODEL.parameters().size();
    double[][] covariance = new double[k][k];
    for (String id : List.of("mu_max", "q_mAb", "Y_XGlc")) {
      int j = MODEL.parameterIndex(id);
      double sd = relativeSd * MODEL.parameters().get(j).nominal();
      covariance[j][j] = sd * sd;
    }
    return covariance;
  }
}
