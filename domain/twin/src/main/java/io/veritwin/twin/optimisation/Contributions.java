package io.veritwin.twin.optimisation;

import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.optimisation.FeedOptimiser.NoDecision;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Why a proposal is what it is: exact Shapley values over groups of deviations from the reference.
 *
 * <p>{@code v(S)} is the value the optimiser would choose in one go, without the limit on one step,
 * if only the groups in S deviated from the reference state, everything else being at the
 * reference. (With that limit nearly every state asks for the same full step, and no deviation
 * would explain anything.) A group's contribution is the mean, over all orders in which the groups
 * could be added, of what adding it changes. What the reference state itself asks for, {@code
 * v(empty) - current}, is the first contribution; what the limit on one step takes away, {@code
 * value - v(all)}, is the last. Together they sum to {@code value - current}; after rounding to a
 * hundredth of the actuator's resolution they still do, because the remainder goes to the
 * contributions that rounding cut most.
 */
final class Contributions {

  /** Contributions are stated in hundredths of the actuator's resolution. */
  private static final BigDecimal PARTS = BigDecimal.valueOf(100);

  private Contributions() {}

  /** What the optimiser would choose from a state without the limit on one step. */
  interface Decision {
    BigDecimal from(double[] state) throws NoDecision;
  }

  static List<Contribution> of(FeedProblem problem, BigDecimal value, Decision decision)
      throws NoDecision {
    int n = problem.groups().size();
    BigInteger[] ticks = new BigInteger[1 << n];
    for (int subset = 0; subset < ticks.length; subset++) {
      ticks[subset] = ticks(problem, decision.from(mixed(problem, subset)));
    }

    // exact in units of 1/n! of a tick
    BigInteger factorial = factorial(n);
    List<BigInteger> shares = new ArrayList<>();
    for (int g = 0; g < n; g++) {
      BigInteger sum = BigInteger.ZERO;
      for (int subset = 0; subset < ticks.length; subset++) {
        if ((subset & (1 << g)) == 0) {
          int size = Integer.bitCount(subset);
          BigInteger orders = factorial(size).multiply(factorial(n - size - 1));
          sum = sum.add(ticks[subset | (1 << g)].subtract(ticks[subset]).multiply(orders));
        }
      }
      shares.add(sum);
    }
    BigDecimal tick = problem.envelope().resolution();
    BigDecimal part = tick.divide(PARTS);
    List<BigDecimal> rounded = rounded(shares, factorial);
    List<Contribution> contributions = new ArrayList<>();
    contributions.add(
        new Contribution(
            "reference",
            "Reference course",
            new BigDecimal(ticks[0]).multiply(tick).subtract(problem.currentValue())));
    for (int g = 0; g < n; g++) {
      DeviationGroup group = problem.groups().get(g);
      contributions.add(new Contribution(group.id(), group.title(), rounded.get(g).multiply(part)));
    }
    BigDecimal inOneGo = new BigDecimal(ticks[ticks.length - 1]).multiply(tick);
    contributions.add(new Contribution("step", "Limit on one step", value.subtract(inOneGo)));
    return contributions;
  }

  /** Shares in hundredths of a tick, rounded down and topped up by largest remainder. */
  private static List<BigDecimal> rounded(List<BigInteger> shares, BigInteger factorial) {
    BigInteger hundred = PARTS.toBigIntegerExact();
    List<BigInteger[]> parts =
        shares.stream().map(s -> floorDivide(s.multiply(hundred), factorial)).toList();
    BigInteger exact =
        shares.stream()
            .reduce(BigInteger.ZERO, BigInteger::add)
            .multiply(hundred)
            .divide(factorial);
    BigInteger missing =
        exact.subtract(parts.stream().map(p -> p[0]).reduce(BigInteger.ZERO, BigInteger::add));
    List<Integer> byRemainder =
        IntStream.range(0, parts.size())
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> parts.get(i)[1]).reversed())
            .toList();
    BigDecimal[] result = parts.stream().map(p -> new BigDecimal(p[0])).toArray(BigDecimal[]::new);
    for (int i = 0; i < missing.intValueExact(); i++) {
      int which = byRemainder.get(i);
      result[which] = result[which].add(BigDecimal.ONE);
    }
    return List.of(result);
  }

  private static BigInteger[] floorDivide(BigInteger a, BigInteger positive) {
    BigInteger[] result = a.divideAndRemainder(positive);
    if (result[1].signum() < 0) {
      result[0] = result[0].subtract(BigInteger.ONE);
      result[1] = result[1].add(positive);
    }
    return result;
  }

  private static BigInteger ticks(FeedProblem problem, BigDecimal value) {
    return value
        .divide(problem.envelope().resolution(), 0, RoundingMode.UNNECESSARY)
        .toBigIntegerExact();
  }

  /** The estimate's value for states of the groups in the subset, the reference's for others. */
  private static double[] mixed(FeedProblem problem, int subset) {
    ProcessModel model = problem.model();
    double[] state = problem.referenceState();
    double[] estimate = problem.state().mean();
    for (int g = 0; g < problem.groups().size(); g++) {
      if ((subset & (1 << g)) != 0) {
        for (String id : problem.groups().get(g).stateIds()) {
          int i = model.stateIndex(id);
          state[i] = estimate[i];
        }
      }
    }
    return state;
  }

  private static BigInteger factorial(int n) {
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return product;
  }
}
