package io.veritwin.twin.model;

/**
 * A parameter of a process model.
 *
 * @param id identifier, unique in the model
 * @param title what a person calls it
 * @param unit UCUM unit
 * @param nominal value of the source
 * @param lower least admissible value
 * @param upper greatest admissible value
 * @param source where the nominal value comes from
 */
public record ParameterDefinition(
    String id,
    String title,
    String unit,
    double nominal,
    double lower,
    double upper,
    String source) {

  public ParameterDefinition {
    if (!(lower <= nominal && nominal <= upper)) {
      throw new IllegalArgumentException(
          "Nominal value " + nominal + " of " + id + " lies outside " + lower + " to " + upper);
    }
  }

  /** Whether the value is a number inside the bounds. */
  public boolean admits(double value) {
    return value >= lower && value <= upper;
  }
}
