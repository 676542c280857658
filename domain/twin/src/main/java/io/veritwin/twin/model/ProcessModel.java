package io.veritwin.twin.model;

import java.util.List;

/**
 * A mechanistic model of a process: balances as ordinary differential equations, written once, with
 * exact derivatives.
 *
 * <p>A model structure is code and is identified by {@link #structureId()} and {@link
 * #codeDigest()}; parameter values are data and belong to a model version in the registry.
 * Implementations are immutable and safe for use by several threads.
 *
 * <p>Arrays follow the order of {@link #states()}, {@link #inputs()}, {@link #parameters()} and
 * {@link #outputs()}. Time is in hours. A fed vessel has the state {@code V} (volume, L) and the
 * input {@code feed} (L/h).
 */
public interface ProcessModel {

  /** Identifier of the equations with their version, for example {@code cho-fed-batch/1}. */
  String structureId();

  /** What a person calls the model. */
  String title();

  List<Quantity> states();

  List<Quantity> inputs();

  List<Quantity> outputs();

  List<ParameterDefinition> parameters();

  /** Names of the balances that the equations obey at any point. */
  List<String> balances();

  /** Right-hand side: {@code dydt = f(t, y, u, p)} per hour. */
  void derivatives(double t, double[] y, double[] u, double[] p, double[] dydt);

  /** The right-hand side in so many lanes at once. */
  LaneEquations inLanes(int lanes);

  /** Exact derivative of the right-hand side by the state; {@code dfdy[i][j] = df_i / dy_j}. */
  void jacobian(double t, double[] y, double[] u, double[] p, double[][] dfdy);

  /** Diagonals of that derivative below the main one that are not zero by structure. */
  int lowerBandwidth();

  /** Diagonals of that derivative above the main one that are not zero by structure. */
  int upperBandwidth();

  /**
   * Exact derivative of the right-hand side by the parameters; {@code dfdp[i][k] = df_i / dp_k}.
   */
  void parameterJacobian(double t, double[] y, double[] u, double[] p, double[][] dfdp);

  /** Exact derivative of the right-hand side by the inputs; {@code dfdu[i][q] = df_i / du_q}. */
  void inputJacobian(double t, double[] y, double[] u, double[] p, double[][] dfdu);

  /** What can be observed, or is asked for, at a state. */
  void outputs(double t, double[] y, double[] u, double[] p, double[] out);

  /** Exact derivative of the outputs by the state; {@code dhdy[i][j] = dh_i / dy_j}. */
  void outputJacobian(double t, double[] y, double[] u, double[] p, double[][] dhdy);

  /** Exact derivative of the outputs by the parameters; {@code dhdp[i][k] = dh_i / dp_k}. */
  void outputParameterJacobian(double t, double[] y, double[] u, double[] p, double[][] dhdp);

  /** Residual of each balance of {@link #balances()}; zero but for rounding. */
  void balanceResiduals(double t, double[] y, double[] u, double[] p, double[] residuals);

  /**
   * SHA-256 (hexadecimal) over a stable canonical text of the structure: equations, quantities,
   * parameter definitions and engine version. The same on each machine; the registry compares it
   * before a model version is used.
   */
  String codeDigest();

  /** Nominal parameter values in order. */
  default double[] nominalParameters() {
    return parameters().stream().mapToDouble(ParameterDefinition::nominal).toArray();
  }

  /** Position of a state; unknown identifiers are misuse. */
  default int stateIndex(String id) {
    return indexOf(states().stream().map(Quantity::id).toList(), id, "state");
  }

  /** Position of an input; unknown identifiers are misuse. */
  default int inputIndex(String id) {
    return indexOf(inputs().stream().map(Quantity::id).toList(), id, "input");
  }

  /** Position of an output; unknown identifiers are misuse. */
  default int outputIndex(String id) {
    return indexOf(outputs().stream().map(Quantity::id).toList(), id, "output");
  }

  /** Position of a parameter; unknown identifiers are misuse. */
  default int parameterIndex(String id) {
    return indexOf(parameters().stream().map(ParameterDefinition::id).toList(), id, "parameter");
  }

  private int indexOf(List<String> ids, String id, String kind) {
    int index = ids.indexOf(id);
    if (index < 0) {
      throw new IllegalArgumentException(
          structureId() + " has no " + kind + " '" + id + "'; it has " + ids);
    }
    return index;
  }
}
