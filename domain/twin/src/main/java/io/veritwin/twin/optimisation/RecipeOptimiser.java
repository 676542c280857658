package io.veritwin.twin.optimisation;

import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.optimisation.RecipeProblem.Control;
import io.veritwin.twin.optimisation.RecipeProblem.Scenario;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import io.veritwin.twin.uncertainty.Cores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.util.FastMath;

/**
 * Chooses the course of inputs through a batch (URS-227): direct single shooting with exact
 * gradients.
 *
 * <p>Gradients come from the transition matrices of the pieces, backward. Bounds are kept by
 * projection, path limits by an augmented Lagrangian at the ends of pieces; the inner search is a
 * projected limited-memory BFGS (Nocedal, Wright, Numerical Optimization, 2nd ed. 2006, 7.2, 16.7,
 * 17.4). Afterwards the whole course is looked at between the ends of pieces too, and a limit that
 * is touched is tightened and the search repeated: a recipe that leaves a limit anywhere is never
 * returned. From any start it ends with a recipe or a reason, not with an exception.
 */
public final class RecipeOptimiser {

  private static final int OUTER_LIMIT = 12;
  private static final int INNER_LIMIT = 250;
  private static final int TIGHTENINGS = 6;

  /** Local optima are left by shifting the course in time, at most so often. */
  private static final int ROUNDS = 4;

  private static final int MEMORY = 12;

  /** Integrations on the way to an optimum against those at it. */
  private static final double ROUGHER = 100;

  private static final int LOOKS_PER_PIECE = 12;
  private static final double GRADIENT_TOLERANCE = 1e-6;
  private static final double FIRST_MARGIN = 1e-6;
  private static final double FEASIBLE = 1e-7;

  private RecipeOptimiser() {}

  /** What came of it. */
  public sealed interface Result {}

  /**
   * A recipe that keeps all limits in all scenarios.
   *
   * @param inputs the plan, other inputs as in the base plan
   * @param values by control and piece
   * @param objective mean over scenarios
   * @param objectiveOfBase the same for the base plan; NaN when it cannot be computed
   * @param iterations of the search
   */
  public record Recipe(
      InputPlan inputs, double[][] values, double objective, double objectiveOfBase, int iterations)
      implements Result {}

  /** No recipe. */
  public record NoRecipe(String reason) implements Result {}

  /**
   * Searches from a start.
   *
   * @param first values by control and piece
   */
  public static Result optimise(RecipeProblem problem, double[][] first) {
    Found rough = rounds(problem, rough(problem.settings()), first);
    if (rough.result instanceof Recipe recipe
        && new Search(problem, problem.settings()).refined(rough.search, recipe.values())
            instanceof Recipe refined) {
      return refined;
    }
    return rounds(problem, problem.settings(), first).result;
  }

  /** The way to the optimum needs fewer digits than the optimum. */
  private static IntegrationSettings rough(IntegrationSettings settings) {
    return new IntegrationSettings(
        settings.method(),
        FastMath.max(
            settings.relativeTolerance(),
            FastMath.min(1e-3, ROUGHER * settings.relativeTolerance())),
        ROUGHER * settings.absoluteTolerance(),
        settings.deadline(),
        settings.accuracy());
  }

  /** What a search found. */
  private record Found(Search search, Result result) {}

  /** Searches from a start, then beside what was found for as long as that helps. */
  private static Found rounds(
      RecipeProblem problem, IntegrationSettings settings, double[][] first) {
    Search search = new Search(problem, settings);
    Found best = new Found(search, search.run(first));
    for (int round = 0; round < ROUNDS; round++) {
      Found known = best;
      List<double[][]> others = others(problem, known.result);
      Found[] found = new Found[others.size()];
      Cores.all()
          .run(
              found.length,
              i -> {
                Search other = new Search(problem, settings);
                found[i] =
                    new Found(
                        other,
                        known.result instanceof Recipe
                            ? other.runFrom(known.search, others.get(i))
                            : other.run(others.get(i)));
              });
      for (Found other : found) {
        best = isBetter(other.result, best.result) ? other : best;
      }
      if (best == known) {
        return best;
      }
    }
    return best;
  }

  /** Where else to search: the same course earlier and later; without a recipe, even courses. */
  private static List<double[][]> others(RecipeProblem problem, Result best) {
    int pieces = problem.pieces();
    List<double[][]> others = new ArrayList<>();
    for (int direction : new int[] {1, -1}) {
      double[][] values = new double[problem.controls().size()][pieces];
      for (int c = 0; c < values.length; c++) {
        Control control = problem.controls().get(c);
        for (int k = 0; k < pieces; k++) {
          int from = FastMath.max(0, FastMath.min(pieces - 1, k + direction));
          values[c][k] =
              best instanceof Recipe recipe
                  ? recipe.values()[c][from]
                  : control.lower()
                      + (direction > 0 ? 0 : 0.1) * (control.upper() - control.lower());
        }
      }
      others.add(values);
    }
    return others;
  }

  private static boolean isBetter(Result result, Result best) {
    return result instanceof Recipe recipe
        && !(best instanceof Recipe known
            && recipe.objective() <= known.objective() + 1e-5 * FastMath.abs(known.objective()));
  }

  /** Objective and gradient in unknowns between 0 and 1; lower is better. */
  private record Value(double f, double[] gradient, double[] constraints) {}

  /** One search. */
  private static final class Search {

    private final RecipeProblem problem;
    private final IntegrationSettings settings;
    private final ProcessModel model;
    private final int controls;
    private final int pieces;
    private final int[] inputs;
    private final int objective;
    private final int[] limited;
    private final double[] limits;
    private final double[] signs;
    private final double[] multipliers;
    private double penalty = 10;
    private double scale = 1;
    private int iterations;
    private double reached = Double.POSITIVE_INFINITY;

    Search(RecipeProblem problem, IntegrationSettings settings) {
      this.problem = problem;
      this.settings = settings;
      this.model = problem.model();
      this.controls = problem.controls().size();
      this.pieces = problem.pieces();
      this.inputs =
          problem.controls().stream().mapToInt(c -> model.inputIndex(c.inputId())).toArray();
      this.objective = model.outputIndex(problem.objectiveOutputId());
      List<Limit> path = problem.pathLimits();
      this.limited = path.stream().mapToInt(l -> model.outputIndex(l.outputId())).toArray();
      this.signs =
          path.stream().mapToDouble(l -> l.side() == Limit.Side.MAXIMUM ? 1 : -1).toArray();
      this.limits = new double[path.size()];
      for (int l = 0; l < limits.length; l++) {
        limits[l] = path.get(l).value() - signs[l] * FIRST_MARGIN * size(path.get(l));
      }
      this.multipliers = new double[problem.scenarios().size() * pieces * limits.length];
    }

    /** A search from what another found, with what it has learned of the limits. */
    Result refined(Search known, double[][] values) {
      learn(known);
      return search(standardised(values));
    }

    private void learn(Search known) {
      System.arraycopy(known.multipliers, 0, multipliers, 0, multipliers.length);
      System.arraycopy(known.limits, 0, limits, 0, limits.length);
      penalty = known.penalty;
      scale = known.scale;
    }

    /** A search that begins with what another has learned of the limits, and must beat it. */
    Result runFrom(Search known, double[][] first) {
      learn(known);
      double[] x = inner(standardised(first));
      Optional<Value> there = value(x);
      if (there.isEmpty() || there.get().f > known.reached - 1e-5) {
        return new NoRecipe("No better than what is known.");
      }
      return search(x);
    }

    Result run(double[][] first) {
      double[] x = standardised(first);
      Optional<Value> start = value(x);
      if (start.isEmpty()) {
        return new NoRecipe("The model could not be solved at the first recipe.");
      }
      scale = FastMath.max(1e-6, FastMath.abs(objectiveOf(x).orElse(1.0)));
      return search(x);
    }

    private double[] standardised(double[][] first) {
      double[] x = new double[controls * pieces];
      for (int c = 0; c < controls; c++) {
        Control control = problem.controls().get(c);
        for (int k = 0; k < pieces; k++) {
          double share = (first[c][k] - control.lower()) / (control.upper() - control.lower());
          x[c * pieces + k] = FastMath.min(1, FastMath.max(0, share));
        }
      }
      return x;
    }

    private Result search(double[] first) {
      double[] x = first;
      for (int tightening = 0; tightening < TIGHTENINGS; tightening++) {
        x = minimised(x);
        if (settings.deadline().passed()) {
          return new NoRecipe("The time box ended before a recipe was found.");
        }
        Optional<double[]> worst = worstExcess(x);
        if (worst.isEmpty()) {
          return new NoRecipe("The model could not be solved at the recipe found.");
        }
        if (Arrays.stream(worst.get()).allMatch(excess -> excess <= 0)) {
          reached = value(x).map(Value::f).orElse(Double.POSITIVE_INFINITY);
          return recipe(x);
        }
        for (int l = 0; l < limits.length; l++) {
          if (worst.get()[l] > 0) {
            limits[l] -=
                signs[l]
                    * (1.2 * worst.get()[l] + FIRST_MARGIN * size(problem.pathLimits().get(l)));
          }
        }
      }
      return new NoRecipe("No recipe was found that keeps the limits at all times.");
    }

    private Result recipe(double[] x) {
      double[][] values = new double[controls][pieces];
      for (int c = 0; c < controls; c++) {
        for (int k = 0; k < pieces; k++) {
          values[c][k] = control(x, c, k);
        }
      }
      return new Recipe(
          plan(x),
          values,
          objectiveOf(x).orElseThrow(),
          objectiveUnder(problem.base()).orElse(Double.NaN),
          iterations);
    }

    /** The augmented Lagrangian's outer loop. */
    private double[] minimised(double[] start) {
      double[] x = start;
      double before = Double.POSITIVE_INFINITY;
      for (int outer = 0; outer < OUTER_LIMIT; outer++) {
        x = inner(x);
        Optional<Value> at = value(x);
        if (at.isEmpty() || settings.deadline().passed()) {
          return x;
        }
        double[] constraints = at.get().constraints;
        double worst = 0;
        for (int i = 0; i < multipliers.length; i++) {
          worst = FastMath.max(worst, constraints[i]);
          multipliers[i] = FastMath.max(0, multipliers[i] + penalty * constraints[i]);
        }
        if (worst <= FEASIBLE) {
          return x;
        }
        if (worst > 0.25 * before) {
          penalty *= 5;
        }
        before = worst;
      }
      return x;
    }

    /** Projected limited-memory BFGS. */
    private double[] inner(double[] start) {
      double[] x = start.clone();
      Value here = value(x).orElse(null);
      if (here == null) {
        return x;
      }
      List<double[]> steps = new ArrayList<>();
      List<double[]> changes = new ArrayList<>();
      double[] recent = new double[10];
      Arrays.fill(recent, Double.POSITIVE_INFINITY);
      for (int k = 0; k < INNER_LIMIT; k++) {
        boolean[] held = held(x, here.gradient);
        if (projectedGradient(x, here.gradient) <= GRADIENT_TOLERANCE
            || settings.deadline().passed()) {
          return x;
        }
        double[] direction = direction(here.gradient, held, steps, changes);
        double slope = dot(direction, here.gradient);
        if (!(slope < 0)) {
          steps.clear();
          changes.clear();
          direction = direction(here.gradient, held, steps, changes);
        }
        double length = steps.isEmpty() ? 0.1 / largest(direction) : 1;
        Value next = null;
        double[] trial = x;
        for (int attempt = 0; attempt < 30 && next == null; attempt++) {
          trial = new double[x.length];
          double expected = 0;
          for (int i = 0; i < x.length; i++) {
            trial[i] = FastMath.min(1, FastMath.max(0, x[i] + length * direction[i]));
            expected += here.gradient[i] * (trial[i] - x[i]);
          }
          Optional<Value> there = value(trial);
          if (there.isPresent() && there.get().f <= here.f + 1e-4 * expected && expected < 0) {
            next = there.get();
          }
          length /= 2;
        }
        iterations++;
        if (next == null) {
          if (steps.isEmpty()) {
            return x;
          }
          steps.clear();
          changes.clear();
          continue;
        }
        remember(x, trial, here.gradient, next.gradient, steps, changes);
        x = trial;
        here = next;
        double oldest = recent[k % recent.length];
        recent[k % recent.length] = here.f;
        if (oldest - here.f < 1e-9 * (1 + FastMath.abs(here.f))) {
          return x;
        }
      }
      return x;
    }

    private static boolean[] held(double[] x, double[] gradient) {
      boolean[] held = new boolean[x.length];
      for (int i = 0; i < x.length; i++) {
        held[i] = (x[i] <= 0 && gradient[i] > 0) || (x[i] >= 1 && gradient[i] < 0);
      }
      return held;
    }

    private static double projectedGradient(double[] x, double[] gradient) {
      double largest = 0;
      for (int i = 0; i < x.length; i++) {
        double moved = FastMath.min(1, FastMath.max(0, x[i] - gradient[i]));
        largest = FastMath.max(largest, FastMath.abs(moved - x[i]));
      }
      return largest;
    }

    private static void remember(
        double[] x,
        double[] next,
        double[] gradient,
        double[] nextGradient,
        List<double[]> steps,
        List<double[]> changes) {
      double[] step = new double[x.length];
      double[] change = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        step[i] = next[i] - x[i];
        change[i] = nextGradient[i] - gradient[i];
      }
      if (dot(step, change) > 1e-10 * FastMath.sqrt(dot(step, step) * dot(change, change))) {
        steps.add(step);
        changes.add(change);
        if (steps.size() > MEMORY) {
          steps.remove(0);
          changes.remove(0);
        }
      }
    }

    /** The two-loop recursion, over variables that are not held. */
    private static double[] direction(
        double[] gradient, boolean[] held, List<double[]> steps, List<double[]> changes) {
      double[] q = free(gradient, held);
      double[] weights = new double[steps.size()];
      for (int m = steps.size() - 1; m >= 0; m--) {
        double[] step = free(steps.get(m), held);
        double[] change = free(changes.get(m), held);
        double curvature = dot(step, change);
        if (curvature > 0) {
          weights[m] = dot(step, q) / curvature;
          for (int i = 0; i < q.length; i++) {
            q[i] -= weights[m] * change[i];
          }
        }
      }
      if (!steps.isEmpty()) {
        double[] step = free(steps.get(steps.size() - 1), held);
        double[] change = free(changes.get(changes.size() - 1), held);
        double curvature = dot(step, change);
        double size = dot(change, change);
        if (curvature > 0 && size > 0) {
          for (int i = 0; i < q.length; i++) {
            q[i] *= curvature / size;
          }
        }
      }
      for (int m = 0; m < steps.size(); m++) {
        double[] step = free(steps.get(m), held);
        double[] change = free(changes.get(m), held);
        double curvature = dot(step, change);
        if (curvature > 0) {
          double weight = weights[m] - dot(change, q) / curvature;
          for (int i = 0; i < q.length; i++) {
            q[i] += weight * step[i];
          }
        }
      }
      for (int i = 0; i < q.length; i++) {
        q[i] = -q[i];
      }
      return q;
    }

    private static double[] free(double[] values, boolean[] held) {
      double[] free = values.clone();
      for (int i = 0; i < free.length; i++) {
        if (held[i]) {
          free[i] = 0;
        }
      }
      return free;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += a[i] * b[i];
      }
      return sum;
    }

    private static double largest(double[] values) {
      double largest = 1e-300;
      for (double value : values) {
        largest = FastMath.max(largest, FastMath.abs(value));
      }
      return largest;
    }

    private double control(double[] x, int c, int k) {
      Control control = problem.controls().get(c);
      return control.lower() + x[c * pieces + k] * (control.upper() - control.lower());
    }

    private double pieceStart(int k) {
      return k == pieces
          ? problem.end()
          : problem.start() + (problem.end() - problem.start()) * k / pieces;
    }

    private InputPlan plan(double[] x) {
      List<InputStep> steps = new ArrayList<>();
      for (int k = 0; k < pieces; k++) {
        steps.addAll(steps(x, k));
      }
      return new InputPlan(steps);
    }

    /** Inputs in a piece: at its start, and where other inputs of the base plan change. */
    private List<InputStep> steps(double[] x, int k) {
      double from = pieceStart(k);
      double to = pieceStart(k + 1);
      List<InputStep> steps = new ArrayList<>();
      steps.add(new InputStep(from, values(x, k, from)));
      for (InputStep step : problem.base().steps()) {
        if (step.time() > from && step.time() < to) {
          steps.add(new InputStep(step.time(), values(x, k, step.time())));
        }
      }
      return steps;
    }

    private double[] values(double[] x, int k, double time) {
      double[] values = problem.base().at(time);
      for (int c = 0; c < controls; c++) {
        values[inputs[c]] = control(x, c, k);
      }
      return values;
    }

    /** The augmented Lagrangian; empty where a scenario cannot be solved. */
    private Optional<Value> value(double[] x) {
      List<InputPlan> plans = new ArrayList<>();
      for (int k = 0; k < pieces; k++) {
        plans.add(new InputPlan(steps(x, k)));
      }
      double[] gradient = new double[x.length];
      double[] constraints = new double[multipliers.length];
      double f = 0;
      for (int s = 0; s < problem.scenarios().size(); s++) {
        Optional<Double> part = scenario(s, plans, gradient, constraints);
        if (part.isEmpty()) {
          return Optional.empty();
        }
        f += part.get();
      }
      return Optional.of(new Value(f, gradient, constraints));
    }

    private Optional<Double> scenario(
        int s, List<InputPlan> plans, double[] gradient, double[] constraints) {
      Scenario scenario = problem.scenarios().get(s);
      double[] p = scenario.parameters();
      int n = model.states().size();
      double[][] ends = new double[pieces][];
      double[] y = scenario.state();
      for (int k = 0; k < pieces; k++) {
        Optional<double[]> end = extendedEnd(p, y, k, plans.get(k));
        if (end.isEmpty()) {
          return Optional.empty();
        }
        ends[k] = end.get();
        y = Arrays.copyOf(ends[k], n);
      }
      double share = 1.0 / problem.scenarios().size();
      double[] out = new double[model.outputs().size()];
      double[][] slopes = new double[out.length][n];
      double[] adjoint = new double[n];
      double f = 0;
      for (int k = pieces - 1; k >= 0; k--) {
        double t = pieceStart(k + 1);
        double[] end = Arrays.copyOf(ends[k], n);
        double[] u = plans.get(k).at(pieceStart(k));
        model.outputs(t, end, u, p, out);
        model.outputJacobian(t, end, u, p, slopes);
        if (k == pieces - 1) {
          f -= share * out[objective] / scale;
          for (int i = 0; i < n; i++) {
            adjoint[i] -= share * slopes[objective][i] / scale;
          }
        }
        for (int l = 0; l < limits.length; l++) {
          int at = (s * pieces + k) * limits.length + l;
          double size = size(problem.pathLimits().get(l));
          constraints[at] = signs[l] * (out[limited[l]] - limits[l]) / size;
          double pushed = FastMath.max(0, multipliers[at] + penalty * constraints[at]);
          f += (pushed * pushed - multipliers[at] * multipliers[at]) / (2 * penalty);
          for (int i = 0; i < n; i++) {
            adjoint[i] += pushed * signs[l] * slopes[limited[l]][i] / size;
          }
        }
        double[] before = new double[n];
        for (int c = 0; c < controls; c++) {
          Control control = problem.controls().get(c);
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += adjoint[i] * ends[k][n * (n + 1 + c) + i];
          }
          gradient[c * pieces + k] += sum * (control.upper() - control.lower());
        }
        for (int j = 0; j < n; j++) {
          for (int i = 0; i < n; i++) {
            before[j] += adjoint[i] * ends[k][n * (j + 1) + i];
          }
        }
        adjoint = before;
      }
      return Optional.of(f);
    }

    private Optional<double[]> extendedEnd(double[] p, double[] y, int k, InputPlan plan) {
      if (!io.veritwin.twin.run.InputCheck.state(model, y).isEmpty()) {
        return Optional.empty();
      }
      double to = pieceStart(k + 1);
      IntegrationResult result =
          Integration.solveWithTransition(model, p, y, pieceStart(k), to, plan, inputs, settings);
      return result instanceof Solved solved
          ? Optional.of(solved.trajectory().stateAt(to))
          : Optional.empty();
    }

    private Optional<Double> objectiveOf(double[] x) {
      return objectiveUnder(plan(x));
    }

    private Optional<Double> objectiveUnder(InputPlan plan) {
      double sum = 0;
      double[] out = new double[model.outputs().size()];
      for (Scenario scenario : problem.scenarios()) {
        Optional<Trajectory> run = run(scenario, plan);
        if (run.isEmpty()) {
          return Optional.empty();
        }
        double end = problem.end();
        model.outputs(end, run.get().stateAt(end), plan.at(end), scenario.parameters(), out);
        sum += out[objective] / problem.scenarios().size();
      }
      return Optional.of(sum);
    }

    private Optional<Trajectory> run(Scenario scenario, InputPlan plan) {
      IntegrationResult result =
          Integration.solve(
              model,
              scenario.parameters(),
              scenario.state(),
              problem.start(),
              problem.end(),
              plan,
              settings);
      return result instanceof Solved solved ? Optional.of(solved.trajectory()) : Optional.empty();
    }

    /** By how much each limit, as it was given, is exceeded at worst; 0 or less when kept. */
    private Optional<double[]> worstExcess(double[] x) {
      InputPlan plan = plan(x);
      double[] worst = new double[limits.length];
      Arrays.fill(worst, Double.NEGATIVE_INFINITY);
      double[] out = new double[model.outputs().size()];
      for (Scenario scenario : problem.scenarios()) {
        Optional<Trajectory> run = run(scenario, plan);
        if (run.isEmpty()) {
          return Optional.empty();
        }
        int looks = pieces * LOOKS_PER_PIECE;
        for (int k = 0; k <= looks; k++) {
          double t =
              k == looks
                  ? problem.end()
                  : problem.start() + (problem.end() - problem.start()) * k / looks;
          model.outputs(t, run.get().stateAt(t), plan.at(t), scenario.parameters(), out);
          for (int l = 0; l < limits.length; l++) {
            double excess = signs[l] * (out[limited[l]] - problem.pathLimits().get(l).value());
            worst[l] = FastMath.max(worst[l], excess);
          }
        }
      }
      return Optional.of(worst);
    }

    private static double size(Limit limit) {
      return FastMath.max(1, FastMath.abs(limit.value()));
    }
  }
}
