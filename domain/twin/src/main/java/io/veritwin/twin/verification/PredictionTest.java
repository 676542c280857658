package io.veritwin.twin.verification;

import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InvalidInputException;
import io.veritwin.twin.run.Sample;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.util.FastMath;

/** Open-loop prediction of a batch from its start, compared with its samples (URS-230). */
public final class PredictionTest {

  private PredictionTest() {}

  /** What a prediction test came to. */
  public sealed interface Outcome {}

  /** One row per output that has samples, in the order of the model's outputs. */
  public record Measured(List<PredictionMetrics> metrics, List<Point> points) implements Outcome {}

  /** The batch could not be predicted. */
  public record NotPredicted(Failed failure) implements Outcome {}

  /**
   * A sample beside its prediction.
   *
   * @param sample the sample
   * @param predicted at the sample's time, in the output's unit
   */
  public record Point(Sample sample, double predicted) {}

  /**
   * Predicts the batch from {@code y0} and the inputs alone; samples serve comparison only.
   *
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public static Outcome run(
      ProcessModel model, double[] parameters, BatchData batch, IntegrationSettings settings) {
    InputCheck.require(InputCheck.batch(model, batch));
    if (batch.samples().isEmpty()) {
      throw new InvalidInputException(
          batch.batchId() + ".samples", "none", "there is nothing to compare a prediction with");
    }
    double end = batch.samples().stream().mapToDouble(Sample::time).max().orElseThrow();
    IntegrationResult solution =
        Integration.solve(model, parameters, batch.y0(), 0, end, batch.plan(), settings);
    if (solution instanceof Failed failed) {
      return new NotPredicted(failed);
    }
    Trajectory trajectory = ((Solved) solution).trajectory();
    List<Point> points = new ArrayList<>();
    for (Sample sample : batch.samples()) {
      double[] out = new double[model.outputs().size()];
      double t = sample.time();
      model.outputs(t, trajectory.stateAt(t), batch.plan().at(t), parameters, out);
      points.add(new Point(sample, out[model.outputIndex(sample.outputId())]));
    }
    List<PredictionMetrics> metrics = new ArrayList<>();
    for (Quantity output : model.outputs()) {
      List<Point> ofOutput =
          points.stream().filter(p -> p.sample().outputId().equals(output.id())).toList();
      if (!ofOutput.isEmpty()) {
        metrics.add(metrics(batch.batchId(), output, ofOutput));
      }
    }
    return new Measured(metrics, points);
  }

  private static PredictionMetrics metrics(String batchId, Quantity output, List<Point> points) {
    double mean = points.stream().mapToDouble(p -> p.sample().value()).average().orElseThrow();
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    double unexplained = 0;
    double total = 0;
    for (Point point : points) {
      double value = point.sample().value();
      least = FastMath.min(least, value);
      greatest = FastMath.max(greatest, value);
      unexplained += (value - point.predicted()) * (value - point.predicted());
      total += (value - mean) * (value - mean);
    }
    double rmse = FastMath.sqrt(unexplained / points.size());
    return new PredictionMetrics(
        batchId,
        output.id(),
        output.unit(),
        points.size(),
        1 - unexplained / total,
        rmse,
        rmse / (greatest - least));
  }
}
