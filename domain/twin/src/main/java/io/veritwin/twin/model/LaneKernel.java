package io.veritwin.twin.model;

import io.veritwin.twin.model.ExpressionGraph.Node;
import io.veritwin.twin.model.ExpressionGraph.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hipparchus.util.FastMath;

/**
 * Expressions in several lanes at once: each operation is one plain loop over the lanes, which the
 * Java machine's compiler turns into vector instructions (decision record 0204). The operations are
 * those of the compiled kernel, so are the bits.
 */
final class LaneKernel implements LaneEquations {

  private final List<Operation> parameters = new ArrayList<>();
  private final List<Operation> inputs = new ArrayList<>();
  private final List<Operation> states = new ArrayList<>();
  private final List<Operation> times = new ArrayList<>();
  private final Operation[] operations;
  private final double[][] results;

  /** An operation on the values of all lanes; for variables {@code index} says which. */
  private record Operation(
      Op op, int index, double[] a, double[] b, double[] c, double[] d, double[] out) {}

  LaneKernel(ExpressionGraph graph, int[] results, int lanes) {
    Map<Integer, double[]> values = new TreeMap<>();
    for (int result : results) {
      reach(graph, result, lanes, values);
    }
    List<Operation> computed = new ArrayList<>();
    // an expression's parts have lower positions than itself
    values.forEach(
        (position, out) -> {
          Node n = graph.node(position);
          double[][] parts = new double[4][];
          for (int k = 0; k < n.parts().length; k++) {
            parts[k] = values.get(n.parts()[k]);
          }
          Operation operation =
              new Operation(n.op(), n.a(), parts[0], parts[1], parts[2], parts[3], out);
          switch (n.op()) {
            case CONSTANT -> Arrays.fill(out, n.value());
            case PARAMETER -> parameters.add(operation);
            case INPUT -> inputs.add(operation);
            case STATE -> states.add(operation);
            case TIME -> times.add(operation);
            default -> computed.add(operation);
          }
        });
    this.operations = computed.toArray(new Operation[0]);
    this.results = Arrays.stream(results).mapToObj(values::get).toArray(double[][]::new);
  }

  private static void reach(
      ExpressionGraph graph, int position, int lanes, Map<Integer, double[]> values) {
    if (values.containsKey(position)) {
      return;
    }
    values.put(position, new double[lanes]);
    for (int part : graph.node(position).parts()) {
      reach(graph, part, lanes, values);
    }
  }

  @Override
  public void set(int lane, double[] parameterValues, double[] inputValues) {
    for (Operation parameter : parameters) {
      parameter.out[lane] = parameterValues[parameter.index];
    }
    for (Operation input : inputs) {
      input.out[lane] = inputValues[input.index];
    }
  }

  @Override
  public void derivatives(int lanes, double[] t, double[][] y, double[][] dydt) {
    for (Operation time : times) {
      System.arraycopy(t, 0, time.out, 0, lanes);
    }
    for (Operation state : states) {
      System.arraycopy(y[state.index], 0, state.out, 0, lanes);
    }
    for (Operation operation : operations) {
      compute(operation, lanes);
    }
    for (int i = 0; i < results.length; i++) {
      System.arraycopy(results[i], 0, dydt[i], 0, lanes);
    }
  }

  private static void compute(Operation o, int lanes) {
    switch (o.op) {
      case ADD -> add(lanes, o.a, o.b, o.out);
      case SUBTRACT -> subtract(lanes, o.a, o.b, o.out);
      case MULTIPLY -> multiply(lanes, o.a, o.b, o.out);
      case DIVIDE -> divide(lanes, o.a, o.b, o.out);
      case NEGATE -> negate(lanes, o.a, o.out);
      default -> laneByLane(lanes, o.op, o.a, o.b, o.c, o.d, o.out);
    }
  }

  // one loop each, no more in it than the compiler vectorises

  private static void add(int lanes, double[] a, double[] b, double[] out) {
    for (int l = 0; l < lanes; l++) {
      out[l] = a[l] + b[l];
    }
  }

  private static void subtract(int lanes, double[] a, double[] b, double[] out) {
    for (int l = 0; l < lanes; l++) {
      out[l] = a[l] - b[l];
    }
  }

  private static void multiply(int lanes, double[] a, double[] b, double[] out) {
    for (int l = 0; l < lanes; l++) {
      out[l] = a[l] * b[l];
    }
  }

  private static void divide(int lanes, double[] a, double[] b, double[] out) {
    for (int l = 0; l < lanes; l++) {
      out[l] = a[l] / b[l];
    }
  }

  private static void negate(int lanes, double[] a, double[] out) {
    for (int l = 0; l < lanes; l++) {
      out[l] = -a[l];
    }
  }

  private static void laneByLane(
      int lanes, Op op, double[] a, double[] b, double[] c, double[] d, double[] out) {
    for (int l = 0; l < lanes; l++) {
      out[l] =
          switch (op) {
            case MIN -> FastMath.min(a[l], b[l]);
            case MAX -> FastMath.max(a[l], b[l]);
            case EXP -> FastMath.exp(a[l]);
            case LOG -> FastMath.log(a[l]);
            case SQRT -> FastMath.sqrt(a[l]);
            case POWER -> FastMath.pow(a[l], b[l]);
            case SELECT -> Selection.ifAtMost(a[l], b[l], c[l], d[l]);
            default -> throw new IllegalStateException(op + " is no operation");
          };
    }
  }
}
