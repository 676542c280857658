package io.veritwin.twin.model;

import io.veritwin.twin.model.ExpressionGraph.Op;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads equations as they are written in a paper, one per line:
 *
 * <pre>
 * name = expression              a rate or an abbreviation, before its first use
 * der X = expression             the balance of state X
 * output A = expression          what output A shows
 * balance some name = expression an expression that is zero for every state; may use der(expression)
 * # remark
 * </pre>
 *
 * Expressions have {@code + - * / ^}, parentheses, {@code min max exp log sqrt}, numbers, {@code t}
 * and the names of states, inputs, parameters and earlier lines.
 */
final class EquationParser {

  private final ExpressionGraph graph = new ExpressionGraph();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, Integer> derivatives = new LinkedHashMap<>();
  private final Map<String, Integer> outputs = new LinkedHashMap<>();
  private final Map<String, Integer> balances = new LinkedHashMap<>();
  private final List<String> stateIds;

  private String line;
  private int position;

  EquationParser(List<String> stateIds, List<String> inputIds, List<String> parameterIds) {
    this.stateIds = stateIds;
    name("t", graph.variable(Op.TIME, 0));
    declare(Op.STATE, stateIds);
    declare(Op.INPUT, inputIds);
    declare(Op.PARAMETER, parameterIds);
  }

  ExpressionGraph graph() {
    return graph;
  }

  /** Right-hand side of each state, by state id. */
  Map<String, Integer> derivatives() {
    return derivatives;
  }

  Map<String, Integer> outputs() {
    return outputs;
  }

  Map<String, Integer> balances() {
    return balances;
  }

  void read(String text) {
    text.lines().map(String::strip).forEach(this::readLine);
  }

  private void readLine(String text) {
    if (text.isEmpty() || text.startsWith("#")) {
      return;
    }
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("An equation needs '=': " + text);
    }
    String left = text.substring(0, equals).strip();
    line = text.substring(equals + 1);
    position = 0;
    int value = sum();
    if (!atEnd()) {
      throw unexpected();
    }
    if (left.startsWith("der ")) {
      define(derivatives, left.substring(4).strip(), value);
    } else if (left.startsWith("output ")) {
      define(outputs, left.substring(7).strip(), value);
    } else if (left.startsWith("balance ")) {
      define(balances, left.substring(8).strip(), value);
    } else {
      name(left, value);
    }
  }

  private static void define(Map<String, Integer> where, String id, int value) {
    if (where.put(id, value) != null) {
      throw new IllegalArgumentException("Two equations for " + id);
    }
  }

  private void declare(Op kind, List<String> ids) {
    for (int i = 0; i < ids.size(); i++) {
      name(ids.get(i), graph.variable(kind, i));
    }
  }

  private void name(String name, int value) {
    if (names.put(name, value) != null) {
      throw new IllegalArgumentException("The name " + name + " is given twice");
    }
  }

  private int sum() {
    int value = product();
    while (true) {
      if (take('+')) {
        value = graph.add(value, product());
      } else if (take('-')) {
        value = graph.subtract(value, product());
      } else {
        return value;
      }
    }
  }

  private int product() {
    int value = signed();
    while (true) {
      if (take('*')) {
        value = graph.multiply(value, signed());
      } else if (take('/')) {
        value = graph.divide(value, signed());
      } else {
        return value;
      }
    }
  }

  private int signed() {
    return take('-') ? graph.negate(signed()) : power();
  }

  private int power() {
    int base = primary();
    return take('^') ? graph.power(base, signed()) : base;
  }

  private int primary() {
    if (take('(')) {
      int value = sum();
      expect(')');
      return value;
    }
    if (atEnd()) {
      throw unexpected();
    }
    char first = line.charAt(position);
    if (Character.isDigit(first)) {
      return graph.constant(Double.parseDouble(word(".", true)));
    }
    String name = word("_", false);
    if (name.isEmpty()) {
      throw unexpected();
    }
    return take('(') ? call(name) : known(name);
  }

  private int known(String name) {
    Integer value = names.get(name);
    if (value == null) {
      throw new IllegalArgumentException("Unknown name " + name + " in: " + line);
    }
    return value;
  }

  private int call(String function) {
    int first = sum();
    int value =
        switch (function) {
          case "exp" -> graph.exponential(first);
          case "log" -> graph.logarithm(first);
          case "sqrt" -> graph.squareRoot(first);
          case "der" -> alongSolution(first);
          case "min" -> {
            expect(',');
            yield graph.minimum(first, sum());
          }
          case "max" -> {
            expect(',');
            yield graph.maximum(first, sum());
          }
          default -> throw new IllegalArgumentException("Unknown function " + function);
        };
    expect(')');
    return value;
  }

  /** Total derivative by time along a solution of the balances read so far. */
  private int alongSolution(int expression) {
    int total = graph.derivative(expression, names.get("t"));
    for (String state : stateIds) {
      int partial = graph.derivative(expression, names.get(state));
      total = graph.add(total, graph.multiply(partial, derivatives.get(state)));
    }
    return total;
  }

  private String word(String alsoAllowed, boolean number) {
    int start = position;
    while (position < line.length()) {
      char c = line.charAt(position);
      boolean exponentSign =
          number && (c == '-' || c == '+') && position > start && isExponent(position - 1);
      if (!Character.isLetterOrDigit(c) && alsoAllowed.indexOf(c) < 0 && !exponentSign) {
        break;
      }
      position++;
    }
    return line.substring(start, position);
  }

  private boolean isExponent(int at) {
    return line.charAt(at) == 'e' || line.charAt(at) == 'E';
  }

  private boolean take(char wanted) {
    if (!atEnd() && line.charAt(position) == wanted) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw unexpected();
    }
  }

  private boolean atEnd() {
    while (position < line.length() && line.charAt(position) == ' ') {
      position++;
    }
    return position == line.length();
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("Not understood at character " + position + ": " + line);
  }
}
