package io.veritwin.twin.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Arithmetic expressions of a model's equations, each distinct expression once. Differentiates
 * exactly. A node is named by its position.
 */
final class ExpressionGraph {

  enum Op {
    CONSTANT,
    TIME,
    STATE,
    INPUT,
    PARAMETER,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    NEGATE,
    MIN,
    MAX,
    EXP,
    LOG,
    SQRT,
    POWER,
    /** {@code a <= b ? c : d}; arises only as the derivative of a minimum or maximum. */
    SELECT
  }

  /** For variables {@code a} is the index; for constants {@code value} is the number. */
  record Node(Op op, int a, int b, int c, int d, double value) {

    /** Positions of the expressions this one is made of. */
    int[] parts() {
      return switch (op) {
        case CONSTANT, TIME, STATE, INPUT, PARAMETER -> new int[0];
        case NEGATE, EXP, LOG, SQRT -> new int[] {a};
        case SELECT -> new int[] {a, b, c, d};
        default -> new int[] {a, b};
      };
    }
  }

  private static final int NONE = -1;

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> positions = new HashMap<>();

  Node node(int position) {
    return nodes.get(position);
  }

  int constant(double value) {
    return intern(new Node(Op.CONSTANT, NONE, NONE, NONE, NONE, value));
  }

  int variable(Op kind, int index) {
    return intern(new Node(kind, index, NONE, NONE, NONE, 0));
  }

  int add(int a, int b) {
    if (is(a, 0)) {
      return b;
    }
    return is(b, 0) ? a : binary(Op.ADD, a, b);
  }

  int subtract(int a, int b) {
    if (is(b, 0)) {
      return a;
    }
    if (a == b) {
      return constant(0);
    }
    return is(a, 0) ? negate(b) : binary(Op.SUBTRACT, a, b);
  }

  int multiply(int a, int b) {
    if (is(a, 0) || is(b, 0)) {
      return constant(0);
    }
    if (is(a, 1)) {
      return b;
    }
    return is(b, 1) ? a : binary(Op.MULTIPLY, a, b);
  }

  int divide(int a, int b) {
    if (is(a, 0) || is(b, 1)) {
      return a;
    }
    return binary(Op.DIVIDE, a, b);
  }

  int negate(int a) {
    if (is(a, 0)) {
      return a;
    }
    Node node = node(a);
    return node.op == Op.NEGATE ? node.a : unary(Op.NEGATE, a);
  }

  int minimum(int a, int b) {
    return binary(Op.MIN, a, b);
  }

  int maximum(int a, int b) {
    return binary(Op.MAX, a, b);
  }

  int exponential(int a) {
    return unary(Op.EXP, a);
  }

  int logarithm(int a) {
    return unary(Op.LOG, a);
  }

  int squareRoot(int a) {
    return unary(Op.SQRT, a);
  }

  int power(int a, int b) {
    return is(b, 1) ? a : binary(Op.POWER, a, b);
  }

  /** Partial derivative of a node by a variable node. */
  int derivative(int of, int by) {
    return derivative(of, by, new HashMap<>());
  }

  private int derivative(int of, int by, Map<Integer, Integer> known) {
    Integer found = known.get(of);
    if (found != null) {
      return found;
    }
    int result = of == by ? constant(1) : chainRule(of, by, known);
    known.put(of, result);
    return result;
  }

  private int chainRule(int of, int by, Map<Integer, Integer> known) {
    Node n = node(of);
    return switch (n.op) {
      case CONSTANT, TIME, STATE, INPUT, PARAMETER -> constant(0);
      case ADD -> add(derivative(n.a, by, known), derivative(n.b, by, known));
      case SUBTRACT -> subtract(derivative(n.a, by, known), derivative(n.b, by, known));
      case MULTIPLY ->
          add(multiply(derivative(n.a, by, known), n.b), multiply(n.a, derivative(n.b, by, known)));
      case DIVIDE ->
          divide(
              subtract(derivative(n.a, by, known), multiply(of, derivative(n.b, by, known))), n.b);
      case NEGATE -> negate(derivative(n.a, by, known));
      case MIN -> select(n.a, n.b, derivative(n.a, by, known), derivative(n.b, by, known));
      case MAX -> select(n.a, n.b, derivative(n.b, by, known), derivative(n.a, by, known));
      case EXP -> multiply(of, derivative(n.a, by, known));
      case LOG -> divide(derivative(n.a, by, known), n.a);
      case SQRT -> divide(derivative(n.a, by, known), multiply(constant(2), of));
      case POWER -> {
        int base =
            multiply(
                multiply(n.b, power(n.a, subtract(n.b, constant(1)))), derivative(n.a, by, known));
        int exponent = derivative(n.b, by, known);
        yield is(exponent, 0) ? base : add(base, multiply(multiply(of, logarithm(n.a)), exponent));
      }
      case SELECT -> select(n.a, n.b, derivative(n.c, by, known), derivative(n.d, by, known));
    };
  }

  private int select(int a, int b, int ifAtMost, int otherwise) {
    return ifAtMost == otherwise
        ? ifAtMost
        : intern(new Node(Op.SELECT, a, b, ifAtMost, otherwise, 0));
  }

  /** Whether an expression is this number, whatever the variables are. */
  boolean is(int position, double value) {
    Node node = node(position);
    return node.op == Op.CONSTANT && node.value == value;
  }

  private int unary(Op op, int a) {
    return intern(new Node(op, a, NONE, NONE, NONE, 0));
  }

  private int binary(Op op, int a, int b) {
    Node left = node(a);
    Node right = node(b);
    if (left.op == Op.CONSTANT && right.op == Op.CONSTANT) {
      switch (op) {
        case ADD:
          return constant(left.value + right.value);
        case SUBTRACT:
          return constant(left.value - right.value);
        case MULTIPLY:
          return constant(left.value * right.value);
        case DIVIDE:
          return constant(left.value / right.value);
        default:
          break;
      }
    }
    return intern(new Node(op, a, b, NONE, NONE, 0));
  }

  private int intern(Node node) {
    return positions.computeIfAbsent(
        node,
        fresh -> {
          nodes.add(fresh);
          return nodes.size() - 1;
        });
  }
}
