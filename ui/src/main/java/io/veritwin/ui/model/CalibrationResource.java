package io.veritwin.ui.model;

import io.veritwin.lifecycle.model.CalibrateModel;
import io.veritwin.lifecycle.model.CalibrationRun;
import io.veritwin.twin.calibration.CalibrationResult;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.twin.model.ProcessModels;
import io.veritwin.ui.api.Sentence;
import io.veritwin.ui.notation.Notation;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;

/** Progress, result and cancellation of a calibration run. */
@Path("calibrations/{run}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CalibrationResource {

  @Inject CalibrateModel calibrateModel;
  @Inject CurrentPerson me;
  @Inject Notation notation;

  /** A run as it stands. {@code state} is "running", "finished" or "ended". */
  public record Run(
      String number,
      String structure,
      String dataSet,
      String dataDigest,
      String startedBy,
      String startedAt,
      String state,
      double share,
      String words,
      boolean usable,
      List<Parameter> parameters,
      List<List<Double>> correlation,
      List<String> fitted,
      Double sumOfSquares,
      Integer residuals) {}

  /** {@code grade} says how well the data determine it, {@code words} explain. */
  public record Parameter(
      String id,
      String title,
      String unit,
      String value,
      String nominal,
      String standardError,
      String relative,
      String grade,
      String words) {}

  /**
   * The run as it stands.
   *
   * @throws IllegalArgumentException when there is no such run
   */
  @GET
  public Run run(@PathParam("run") String number) {
    CalibrationRun run = found(number);
    CalibrationRun.Progress progress = run.progress();
    if (progress instanceof CalibrationRun.Running running) {
      return shown(run, "running", running.share(), running.words(), null);
    }
    if (progress instanceof CalibrationRun.Finished finished) {
      return shown(run, "finished", 1, finished.result().stopWords(), finished.result());
    }
    return shown(run, "ended", 1, ((CalibrationRun.Ended) progress).words(), null);
  }

  /** Asks the run to stop after its current iteration. */
  @DELETE
  public Sentence cancel(@PathParam("run") String number) {
    calibrateModel.cancel(number, me.person());
    return Sentence.of("The run stops after its present step. Nothing of it is kept.");
  }

  private CalibrationRun found(String number) {
    return calibrateModel
        .run(number)
        .orElseThrow(() -> new IllegalArgumentException("there is no calibration " + number));
  }

  private Run shown(
      CalibrationRun run, String state, double share, String words, CalibrationResult result) {
    return new Run(
        run.number(),
        run.structureId(),
        run.dataSet(),
        run.dataDigest(),
        run.startedBy(),
        notation.utcAndLocal(run.startedAt()),
        state,
        share,
        words,
        result != null && result.converged(),
        result == null ? List.of() : parameters(run, result),
        result == null ? List.of() : matrix(result.correlation()),
        result == null ? List.of() : result.fittedIds(),
        result == null ? null : result.sumOfSquares(),
        result == null ? null : result.residualCount());
  }

  private List<Parameter> parameters(CalibrationRun run, CalibrationResult result) {
    List<ParameterDefinition> definitions =
        ProcessModels.find(run.structureId()).orElseThrow().parameters();
    List<Parameter> out = new ArrayList<>();
    for (int i = 0; i < result.fittedIds().size(); i++) {
      String id = result.fittedIds().get(i);
      int at = indexOf(definitions, id);
      ParameterDefinition p = definitions.get(at);
      double value = result.parameters()[at];
      double error = result.standardErrors()[i];
      // At its bound a value is not estimated, so it has no standard error; zero would be a claim.
      boolean estimated = error > 0;
      out.add(
          new Parameter(
              id,
              p.title(),
              notation.unit(p.unit()),
              notation.number(value),
              notation.number(p.nominal()),
              estimated ? notation.number(error) : Notation.NONE,
              estimated && value != 0
                  ? notation.number(100 * error / Math.abs(value))
                  : Notation.NONE,
              result.identifiability().stream()
                  .filter(x -> x.parameterId().equals(id))
                  .map(x -> x.grade().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                  .findFirst()
                  .orElse(""),
              result.identifiability().stream()
                  .filter(x -> x.parameterId().equals(id))
                  .map(CalibrationResult.Identifiability::words)
                  .findFirst()
                  .orElse("")));
    }
    return out;
  }

  private static int indexOf(List<ParameterDefinition> definitions, String id) {
    for (int i = 0; i < definitions.size(); i++) {
      if (definitions.get(i).id().equals(id)) {
        return i;
      }
    }
    throw new IllegalArgumentException("the structure has no parameter " + id);
  }

  /** NaN cannot stand in JSON: what the data do not determine is {@code null}. */
  private static List<List<Double>> matrix(double[][] values) {
    List<List<Double>> out = new ArrayList<>();
    for (double[] row : values) {
      List<Double> line = new ArrayList<>();
      for (double v : row) {
        line.add(Double.isNaN(v) ? null : v);
      }
      out.add(line);
    }
    return out;
  }
}
