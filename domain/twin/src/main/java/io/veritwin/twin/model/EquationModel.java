package io.veritwin.twin.model;

import io.veritwin.twin.model.ExpressionGraph.Op;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A process model given by its equations as text (see {@link EquationParser}). The text is the only
 * source: right-hand side, exact Jacobians, outputs, balances and digest all come from it.
 */
final class EquationModel implements ProcessModel {

  private final String structureId;
  private final String title;
  private final List<Quantity> states;
  private final List<Quantity> inputs;
  private final List<Quantity> outputs;
  private final List<ParameterDefinition> parameters;
  private final List<String> balances;
  private final String digest;
  private final ExpressionGraph graph;
  private final int[] rightHandSide;
  private final Kernel derivatives;
  private final Kernel jacobian;
  private final int lowerBandwidth;
  private final int upperBandwidth;
  private final Kernel parameterJacobian;
  private final Kernel inputJacobian;
  private final Kernel observation;
  private final Kernel outputJacobian;
  private final Kernel outputParameterJacobian;
  private final Kernel balanceResiduals;

  EquationModel(
      String structureId,
      String title,
      List<Quantity> states,
      List<Quantity> inputs,
      List<Quantity> outputs,
      List<ParameterDefinition> parameters,
      String equations) {
    this.structureId = structureId;
    this.title = title;
    this.states = List.copyOf(states);
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.parameters = List.copyOf(parameters);
    EquationParser parser =
        new EquationParser(
            ids(states), ids(inputs), parameters.stream().map(ParameterDefinition::id).toList());
    parser.read(equations);
    this.graph = parser.graph();
    this.rightHandSide = inOrder(ids(states), parser.derivatives(), "der");
    this.derivatives = KernelCompiler.compile(graph, rightHandSide);
    int[] byState = partials(graph, rightHandSide, Op.STATE, states.size());
    this.jacobian = KernelCompiler.compileSparse(graph, byState);
    this.lowerBandwidth = bandwidth(graph, byState, states.size(), 1);
    this.upperBandwidth = bandwidth(graph, byState, states.size(), -1);
    this.parameterJacobian =
        KernelCompiler.compileSparse(
            graph, partials(graph, rightHandSide, Op.PARAMETER, parameters.size()));
    this.inputJacobian =
        KernelCompiler.compileSparse(
            graph, partials(graph, rightHandSide, Op.INPUT, inputs.size()));
    int[] observed = inOrder(ids(outputs), parser.outputs(), "output");
    this.observation = KernelCompiler.compile(graph, observed);
    this.outputJacobian =
        KernelCompiler.compileSparse(graph, partials(graph, observed, Op.STATE, states.size()));
    this.outputParameterJacobian =
        KernelCompiler.compileSparse(
            graph, partials(graph, observed, Op.PARAMETER, parameters.size()));
    this.balances = List.copyOf(parser.balances().keySet());
    this.balanceResiduals =
        KernelCompiler.compile(
            graph, parser.balances().values().stream().mapToInt(i -> i).toArray());
    this.digest = digest(canonicalText(equations));
  }

  @Override
  public String structureId() {
    return structureId;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public List<Quantity> states() {
    return states;
  }

  @Override
  public List<Quantity> inputs() {
    return inputs;
  }

  @Override
  public List<Quantity> outputs() {
    return outputs;
  }

  @Override
  public List<ParameterDefinition> parameters() {
    return parameters;
  }

  @Override
  public List<String> balances() {
    return balances;
  }

  @Override
  public void derivatives(double t, double[] y, double[] u, double[] p, double[] dydt) {
    derivatives.evaluate(t, y, u, p, dydt);
  }

  @Override
  public LaneEquations inLanes(int lanes) {
    return new LaneKernel(graph, rightHandSide, lanes);
  }

  @Override
  public void jacobian(double t, double[] y, double[] u, double[] p, double[][] dfdy) {
    matrix(jacobian, states.size(), states.size(), t, y, u, p, dfdy);
  }

  @Override
  public int lowerBandwidth() {
    return lowerBandwidth;
  }

  @Override
  public int upperBandwidth() {
    return upperBandwidth;
  }

  @Override
  public void parameterJacobian(double t, double[] y, double[] u, double[] p, double[][] dfdp) {
    matrix(parameterJacobian, states.size(), parameters.size(), t, y, u, p, dfdp);
  }

  @Override
  public void inputJacobian(double t, double[] y, double[] u, double[] p, double[][] dfdu) {
    matrix(inputJacobian, states.size(), inputs.size(), t, y, u, p, dfdu);
  }

  @Override
  public void outputs(double t, double[] y, double[] u, double[] p, double[] out) {
    observation.evaluate(t, y, u, p, out);
  }

  @Override
  public void outputJacobian(double t, double[] y, double[] u, double[] p, double[][] dhdy) {
    matrix(outputJacobian, outputs.size(), states.size(), t, y, u, p, dhdy);
  }

  @Override
  public void outputParameterJacobian(
      double t, double[] y, double[] u, double[] p, double[][] dhdp) {
    matrix(outputParameterJacobian, outputs.size(), parameters.size(), t, y, u, p, dhdp);
  }

  @Override
  public void balanceResiduals(double t, double[] y, double[] u, double[] p, double[] residuals) {
    balanceResiduals.evaluate(t, y, u, p, residuals);
  }

  @Override
  public String codeDigest() {
    return digest;
  }

  private static void matrix(
      Kernel kernel,
      int rows,
      int columns,
      double t,
      double[] y,
      double[] u,
      double[] p,
      double[][] out) {
    double[] flat = new double[rows * columns];
    kernel.evaluate(t, y, u, p, flat);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(flat, i * columns, out[i], 0, columns);
    }
  }

  private static int[] partials(ExpressionGraph graph, int[] of, Op by, int count) {
    int[] partials = new int[of.length * count];
    for (int i = 0; i < of.length; i++) {
      for (int j = 0; j < count; j++) {
        partials[i * count + j] = graph.derivative(of[i], graph.variable(by, j));
      }
    }
    return partials;
  }

  /** How far from the diagonal of a square matrix, in a direction, entries are not always zero. */
  private static int bandwidth(ExpressionGraph graph, int[] entries, int rows, int direction) {
    int width = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        int distance = direction * (i - j);
        if (distance > width && !graph.is(entries[i * rows + j], 0)) {
          width = distance;
        }
      }
    }
    return width;
  }

  private int[] inOrder(List<String> ids, Map<String, Integer> equations, String kind) {
    if (!Set.copyOf(ids).equals(equations.keySet())) {
      throw new IllegalArgumentException(
          structureId + ": '" + kind + "' for " + equations.keySet() + ", but declared " + ids);
    }
    return ids.stream().mapToInt(equations::get).toArray();
  }

  private static List<String> ids(List<Quantity> quantities) {
    return quantities.stream().map(Quantity::id).toList();
  }

  private String canonicalText(String equations) {
    StringBuilder text = new StringBuilder();
    text.append(EngineVersion.CURRENT).append('\n').append(structureId).append('\n');
    quantities(text, "state", states);
    quantities(text, "input", inputs);
    quantities(text, "output", outputs);
    for (ParameterDefinition p : parameters) {
      line(text, "parameter", p.id(), p.unit(), p.lower(), p.upper());
    }
    equations
        .lines()
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static void quantities(StringBuilder text, String kind, List<Quantity> quantities) {
    for (Quantity q : quantities) {
      line(text, kind, q.id(), q.unit(), q.lower(), q.upper());
    }
  }

  private static void line(
      StringBuilder text, String kind, String id, String unit, double lower, double upper) {
    text.append(
        String.join("|", kind, id, unit, Double.toHexString(lower), Double.toHexString(upper)));
    text.append('\n');
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Each Java platform has SHA-256", e);
    }
  }
}
