package io.veritwin.twin.model;

/**
 * A state, input or output of a process model: what it is called, its unit and the range in which
 * it has a physical meaning.
 *
 * @param id short identifier, unique among the model's states, inputs or outputs
 * @param title what a person calls it
 * @param unit UCUM unit
 * @param lower least value that is physically possible
 * @param upper greatest value that is physically possible in this kind of process
 */
public record Quantity(String id, String title, String unit, double lower, double upper) {

  public Quantity {
    if (!(lower < upper)) {
      throw new IllegalArgumentException(
          "The range of " + id + " is empty: " + lower + " to " + upper);
    }
  }

  /** Whether the value is a number inside the physical range. */
  public boolean admits(double value) {
    return value >= lower && value <= upper;
  }
}
