package io.veritwin.validation.protocol;

import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.verification.Sensitivity;
import io.veritwin.twin.verification.Sensitivity.LocalRow;
import io.veritwin.twin.verification.Sensitivity.MorrisRow;
import io.veritwin.twin.verification.Sensitivity.SobolRow;
import java.util.Comparator;
import java.util.List;

/**
 * Which parameters matter for the outputs the use claims; informs, and has no limit (VV-02).
 *
 * @param local elasticities at the end of the batch
 * @param morris elementary effects over a range
 * @param shares of the variance of the first claimed output over that range, for the parameters
 *     that the elementary effects show to matter most
 */
record Screening(List<LocalRow> local, List<MorrisRow> morris, List<SobolRow> shares) {

  private static final double RANGE = 0.1;
  private static final int TRAJECTORIES = 6;

  /** Parameters whose shares of variance are computed, and points of each replicate. */
  private static final int SHARED_AMONG = 4;

  private static final int POINTS = 32;

  static Screening execute(ChangeUnderTest test) {
    BatchData batch = test.batches(test.holdOut()).get(0);
    double end = test.holdOut().batches().get(0).data().end();
    double[] parameters = test.version().parameterValues();
    List<LocalRow> local =
        Verification.rows(Sensitivity.local(test.model(), parameters, batch, end));
    List<MorrisRow> morris =
        Verification.rows(
            Sensitivity.morris(
                test.model(), parameters, RANGE, batch, end, TRAJECTORIES, test.seed()));
    String output = test.version().intendedUse().credibleOutputs().get(0);
    List<String> most =
        screened(morris, output, SHARED_AMONG).stream().map(MorrisRow::parameterId).toList();
    List<SobolRow> shares =
        most.isEmpty()
            ? List.of()
            : Verification.rows(
                Sensitivity.sobol(
                    test.model(), parameters, most, RANGE, batch, end, POINTS, test.seed()));
    return new Screening(
        local, morris, shares.stream().filter(r -> r.outputId().equals(output)).toList());
  }

  /** The parameters that matter most for an output, by elasticity. */
  List<LocalRow> mostImportant(String output, int count) {
    return local.stream()
        .filter(r -> r.outputId().equals(output) && Double.isFinite(r.elasticity()))
        .sorted(Comparator.comparingDouble((LocalRow r) -> Math.abs(r.elasticity())).reversed())
        .limit(count)
        .toList();
  }

  List<MorrisRow> screened(String output, int count) {
    return screened(morris, output, count);
  }

  private static List<MorrisRow> screened(List<MorrisRow> morris, String output, int count) {
    return morris.stream()
        .filter(r -> r.outputId().equals(output) && Double.isFinite(r.muStar()))
        .sorted(Comparator.comparingDouble(MorrisRow::muStar).reversed())
        .limit(count)
        .toList();
  }
}
