package io.veritwin.validation.protocol;

import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.verification.Sensitivity;
import io.veritwin.twin.verification.Sensitivity.LocalRow;
import io.veritwin.twin.verification.Sensitivity.MorrisRow;
import java.util.Comparator;
import java.util.List;

/**
 * Which parameters matter for the outputs the use claims; informs, and has no limit (VV-02).
 *
 * @param local elasticities at the end of the batch
 * @param morris elementary effects over a range
 */
record Screening(List<LocalRow> local, List<MorrisRow> morris) {

  private static final double RANGE = 0.1;
  private static final int TRAJECTORIES = 6;

  static Screening execute(ChangeUnderTest test) {
    BatchData batch = test.batches(test.holdOut()).get(0);
    double end = test.holdOut().batches().get(0).data().end();
    double[] parameters = test.version().parameterValues();
    return new Screening(
        Verification.rows(Sensitivity.local(test.model(), parameters, batch, end)),
        Verification.rows(
            Sensitivity.morris(
                test.model(), parameters, RANGE, batch, end, TRAJECTORIES, test.seed())));
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
    return morris.stream()
        .filter(r -> r.outputId().equals(output) && Double.isFinite(r.muStar()))
        .sorted(Comparator.comparingDouble(MorrisRow::muStar).reversed())
        .limit(count)
        .toList();
  }
}
