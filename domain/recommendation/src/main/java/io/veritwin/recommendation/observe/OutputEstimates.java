package io.veritwin.recommendation.observe;

import io.veritwin.recommendation.observe.UnitView.Band;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an estimate of the states says about the outputs, with 95 % intervals. */
public final class OutputEstimates {

  /** 95 % of a normal distribution lie within so many standard deviations. */
  private static final double Z95 = 1.959963984540054;

  private OutputEstimates() {}

  /** Every output with its interval, by its id. */
  public static Map<String, Band> of(
      ProcessModel model, double[] parameters, EstimateContent content) {
    EstimatorState state = content.state();
    double[] mean = state.mean();
    double[][] covariance = state.covariance();
    List<Quantity> outputs = model.outputs();
    double[] at = new double[outputs.size()];
    model.outputs(state.time(), mean, content.inputs(), parameters, at);
    double[][] gradient = gradient(model, parameters, content, at);
    Map<String, Band> bands = new LinkedHashMap<>();
    for (int o = 0; o < at.length; o++) {
      double variance = 0;
      for (int i = 0; i < mean.length; i++) {
        for (int j = 0; j < mean.length; j++) {
          variance += gradient[i][o] * covariance[i][j] * gradient[j][o];
        }
      }
      double half = Z95 * Math.sqrt(Math.max(0, variance));
      Quantity q = outputs.get(o);
      bands.put(
          q.id(),
          new Band(
              state.time(),
              at[o],
              Math.max(q.lower(), at[o] - half),
              Math.min(q.upper(), at[o] + half)));
    }
    return bands;
  }

  private static double[][] gradient(
      ProcessModel model, double[] parameters, EstimateContent content, double[] at) {
    double[] mean = content.state().mean();
    double[][] covariance = content.state().covariance();
    double[][] gradient = new double[mean.length][at.length];
    for (int i = 0; i < mean.length; i++) {
      double step = Math.max(1e-6, 0.1 * Math.sqrt(Math.max(0, covariance[i][i])));
      double[] moved = mean.clone();
      moved[i] += step;
      double[] out = new double[at.length];
      model.outputs(content.state().time(), moved, content.inputs(), parameters, out);
      for (int o = 0; o < at.length; o++) {
        gradient[i][o] = (out[o] - at[o]) / step;
      }
    }
    return gradient;
  }

  /** Linear between the points; the ends beyond them. */
  public static double interpolate(double[] times, double[] values, double t) {
    if (t <= times[0]) {
      return values[0];
    }
    for (int i = 1; i < times.length; i++) {
      if (t <= times[i]) {
        double share = (t - times[i - 1]) / (times[i] - times[i - 1]);
        return values[i - 1] + share * (values[i] - values[i - 1]);
      }
    }
    return values[values.length - 1];
  }
}
