package io.veritwin.twin.optimisation;

import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputPlan;
import java.util.List;

/**
 * Which course inputs should take through a batch.
 *
 * @param model the structure
 * @param scenarios parameters and states it may begin with; the mean objective counts and each must
 *     keep the limits
 * @param start hours
 * @param end hours
 * @param base what all inputs do when nothing is optimised
 * @param controls inputs to choose, each constant over pieces of equal length
 * @param pieces number of them
 * @param objectiveOutputId the output to have as much of as possible at the end
 * @param pathLimits limits on outputs that must hold at all times, in each scenario
 * @param settings of the integrations; their deadline is the time box
 */
public record RecipeProblem(
    ProcessModel model,
    List<Scenario> scenarios,
    double start,
    double end,
    InputPlan base,
    List<Control> controls,
    int pieces,
    String objectiveOutputId,
    List<Limit> pathLimits,
    IntegrationSettings settings) {

  /** What may be the case. */
  public record Scenario(double[] parameters, double[] state) {}

  /**
   * An input to choose.
   *
   * @param inputId the input
   * @param lower least value
   * @param upper greatest value
   */
  public record Control(String inputId, double lower, double upper) {

    public Control {
      if (!(lower < upper)) {
        throw new IllegalArgumentException(inputId + " from " + lower + " to " + upper);
      }
    }
  }

  public RecipeProblem {
    scenarios = List.copyOf(scenarios);
    controls = List.copyOf(controls);
    pathLimits = List.copyOf(pathLimits);
    if (scenarios.isEmpty() || controls.isEmpty() || pieces < 1 || !(end > start)) {
      throw new IllegalArgumentException(
          scenarios.size()
              + " scenarios, "
              + controls.size()
              + " controls, "
              + pieces
              + " pieces, "
              + start
              + " to "
              + end
              + " h");
    }
  }
}
