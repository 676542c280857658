package io.veritwin.twin.forecast;

/**
 * Forecast of one output at each forecast time.
 *
 * @param outputId the output
 * @param unit UCUM
 * @param median half of the draws lie below
 * @param lower50 lower end of the 50 % interval
 * @param upper50 upper end of the 50 % interval
 * @param lower95 lower end of the 95 % interval
 * @param upper95 upper end of the 95 % interval
 */
public record OutputBand(
    String outputId,
    String unit,
    double[] median,
    double[] lower50,
    double[] upper50,
    double[] lower95,
    double[] upper95) {}
