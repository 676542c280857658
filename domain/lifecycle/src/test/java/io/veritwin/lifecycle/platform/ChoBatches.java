package io.veritwin.lifecycle.platform;

import io.veritwin.lifecycle.dataset.UploadedFile;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.model.ChoFedBatch;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** CHO fed-batch tables as the virtual plant writes them: simulated, with noise, and marked so. */
public final class ChoBatches {

  public static final String HEADER =
      "batch,synthetic,time_h,feed_mL_per_h,VCD_1e9_per_L,Viability_pct,Glc_mM,Gln_mM,Lac_mM,"
          + "Amm_mM,Titre_mg_per_L,Volume_L";

  private ChoBatches() {}

  /** One table with the batches named. */
  public static UploadedFile table(String fileName, String... batches) {
    StringBuilder text = new StringBuilder("# virtual plant, CHO fed-batch\n").append(HEADER);
    for (String batch : batches) {
      rows(batch).forEach(row -> text.append('\n').append(row));
    }
    return file(fileName, text.append('\n').toString());
  }

  public static UploadedFile file(String name, String text) {
    return new UploadedFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The rows of one batch, one sample every 12 h for 10 days. */
  public static List<String> rows(String batch) {
    ProcessModel model = ChoFedBatch.model();
    double[] p = model.nominalParameters();
    Random noise = new Random(batch.hashCode());
    double seeded = 0.3 + 0.05 * noise.nextDouble();
    double[] y0 = {seeded, 30, 5, 0.5, 0.4, 1, 30};
    InputPlan plan =
        new InputPlan(
            List.of(new InputStep(0, new double[] {0}), new InputStep(48, new double[] {0.02})));
    Trajectory course =
        ((Solved) Integration.solve(model, p, y0, 0, 240, plan, IntegrationSettings.standard()))
            .trajectory();
    return java.util.stream.IntStream.rangeClosed(0, 20)
        .mapToObj(
            i -> {
              double t = 12.0 * i;
              double[] y = course.stateAt(t);
              double[] seen = y.clone();
              for (int k = 0; i > 0 && k < 6; k++) {
                seen[k] = Math.max(0, y[k] * (1 + 0.03 * noise.nextGaussian()));
              }
              return String.format(
                  Locale.ROOT,
                  "%s,true,%.1f,%.1f,%.4f,%.1f,%.4f,%.4f,%.4f,%.4f,%.3f,%.4f",
                  batch,
                  t,
                  1000 * plan.at(t)[0],
                  seen[0],
                  97.0 - i * 0.4,
                  seen[1],
                  seen[2],
                  seen[3],
                  seen[4],
                  seen[5],
                  y[6]);
            })
        .toList();
  }
}
