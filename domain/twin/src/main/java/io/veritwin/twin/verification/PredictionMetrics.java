package io.veritwin.twin.verification;

/**
 * How well a prediction met the samples of one output of one batch.
 *
 * <p>With samples {@code y_i}, predictions {@code f_i} at the same times and the mean {@code m} of
 * the samples:
 *
 * <ul>
 *   <li>{@code r2 = 1 - sum (y_i - f_i)^2 / sum (y_i - m)^2}; negative when the prediction is worse
 *       than the samples' own mean
 *   <li>{@code rmse = sqrt(sum (y_i - f_i)^2 / n)}
 *   <li>{@code nrmse = rmse / (max y_i - min y_i)}
 * </ul>
 *
 * @param batchId the batch
 * @param outputId the output
 * @param unit UCUM
 * @param n number of samples
 * @param r2 coefficient of determination, 1
 * @param rmse root mean square error, in the unit
 * @param nrmse root mean square error by the range of the samples, 1
 */
public record PredictionMetrics(
    String batchId, String outputId, String unit, int n, double r2, double rmse, double nrmse) {}
