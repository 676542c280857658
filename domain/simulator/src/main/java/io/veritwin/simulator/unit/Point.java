package io.veritwin.simulator.unit;

/**
 * A value that a unit publishes.
 *
 * @param name the name within the unit: "TIC-204.PV"
 * @param title what it is, in words
 * @param ucum its UCUM unit; "1" where it has none
 * @param type how it is carried
 * @param access who may write it
 */
public record Point(String name, String title, String ucum, Type type, Access access) {

  /** How a value is carried over OPC UA. */
  public enum Type {
    DOUBLE,
    BOOLEAN,
    STRING;

    /** The value that {@code text} stands for. */
    public Object parse(String text) {
      return switch (this) {
        case DOUBLE -> Double.valueOf(text);
        case BOOLEAN -> Boolean.valueOf(text);
        case STRING -> text;
      };
    }
  }

  /** Who may write a point. */
  public enum Access {
    /** Nobody. */
    READ_ONLY,
    /** The platform and the engineering station. */
    SETPOINT,
    /** The engineering station only. */
    ENGINEERING
  }

  public static Point number(String name, String title, String ucum) {
    return new Point(name, title, ucum, Type.DOUBLE, Access.READ_ONLY);
  }

  public static Point text(String name, String title) {
    return new Point(name, title, "1", Type.STRING, Access.READ_ONLY);
  }
}
