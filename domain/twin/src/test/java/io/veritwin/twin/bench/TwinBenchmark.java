package io.veritwin.twin.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.veritwin.twin.estimation.EstimatorSettings;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.estimation.ExtendedFilter;
import io.veritwin.twin.estimation.Measurement;
import io.veritwin.twin.estimation.StateEstimator;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.LaneIntegration;
import io.veritwin.twin.integration.Method;
import io.veritwin.twin.integration.StandardProblem;
import io.veritwin.twin.model.ChoFedBatch;
import io.veritwin.twin.model.OxygenCho;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.optimisation.RecipeCases;
import io.veritwin.twin.optimisation.RecipeOptimiser;
import io.veritwin.twin.optimisation.RecipeOptimiser.Recipe;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import io.veritwin.twin.uncertainty.Cores;
import io.veritwin.twin.uncertainty.Quantiles;
import io.veritwin.twin.verification.Sobol;
import io.veritwin.twin.verification.SobolTest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The engine's benchmark ({@code mvn -Pbench verify}); each row is one line {@code BENCH name ours
 * peer ours/peer unit}, {@code -} without a peer.
 *
 * <p>Single-thread rows are processor time of the thread, the best of several blocks after warming
 * up, ours and the peer's in turns; the ensemble is by the wall clock on two threads each. Accuracy
 * is asserted, speed is reported.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwinBenchmark {

  private static final int DRAWS = 10_000;
  private static final int BLOCKS = 7;
  private static final double[] FEED = {0, 0, 0, 1, 1.5, 2, 2.5, 3, 3, 3, 3, 2.5, 2, 2};
  private static final double[] START = {0.3, 30, 5, 0.5, 0.5, 0, 1000, 0.2};
  private static final double[] END_WITH_OXYGEN = {
    3.549768896, 20.10597179, 1.024855118, 91.86518820, 3.493989633, 441.6683576, 1612, 0.2044546964
  };
  private static final double[] END_WITHOUT = {
    3.833955737, 14.34930238, 0.8301413906, 98.94589157, 3.263400640, 473.5354233, 1612
  };
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static Optional<Peer> peer;

  @BeforeAll
  static void buildPeer() throws Exception {
    peer = Peer.build();
    System.out.println("BENCH name ours peer ours/peer unit");
  }

  @Test
  @Order(1)
  void choStiff() throws Exception {
    IntegrationSettings settings = settings(Method.RADAU_IIA_9).atStepEnds();
    single("cho-stiff", OxygenCho.model(), END_WITH_OXYGEN, settings, 40);
  }

  @Test
  @Order(2)
  void choNonStiff() throws Exception {
    IntegrationSettings settings = settings(Method.DORMAND_PRINCE_54);
    single("cho-nonstiff", ChoFedBatch.model(), END_WITHOUT, settings, 100);
  }

  private static void single(
      String name, ProcessModel model, double[] reference, IntegrationSettings settings, int block)
      throws Exception {
    double[] p = model.nominalParameters();
    double[] y0 = Arrays.copyOf(START, reference.length);
    double[] end = end(model, p, y0, settings);
    double[][] nominal = new double[block * 5][];
    Arrays.fill(nominal, p);
    double ours = Double.POSITIVE_INFINITY;
    double theirs = Double.POSITIVE_INFINITY;
    warmUp(() -> end(model, p, y0, settings));
    for (int k = 0; k < BLOCKS; k++) {
      ours = Math.min(ours, processorTime(block, () -> end(model, p, y0, settings)));
      if (peer.isPresent()) {
        theirs = Math.min(theirs, peer.get().cho(name, nominal, 1));
      }
    }
    row(name, ours * 1e3, theirs * 1e3, "ms/simulation");
    double error = largestDifference(end, reference);
    double theirError =
        peer.isPresent()
            ? largestDifference(peer.get().ends(1, reference.length)[0], reference)
            : Double.POSITIVE_INFINITY;
    row(name + "-error", error, theirError, "relative");
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    end(model, p, y0, settings);
    long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    row(name + "-memory", (after - before) / 1024.0, Double.POSITIVE_INFINITY, "KiB/simulation");
    assertTrue(error < 1e-6, () -> "error " + error);
  }

  @Test
  @Order(3)
  void choEnsemble() throws Exception {
    ProcessModel model = OxygenCho.model();
    IntegrationSettings settings = settings(Method.RADAU_IIA_9).atStepEnds();
    double[][] draws = draws(model);
    double[][] two = new double[DRAWS][];
    double ours = Double.POSITIVE_INFINITY;
    double theirs = Double.POSITIVE_INFINITY;
    for (int k = 0; k < 3; k++) {
      long began = System.nanoTime();
      ends(model, draws, settings, 2, two);
      ours = Math.min(ours, (System.nanoTime() - began) * 1e-9 / DRAWS);
      if (peer.isPresent()) {
        theirs = Math.min(theirs, peer.get().cho("cho-stiff", draws, 2));
      }
    }
    row("cho-ensemble", ours * 1e3, theirs * 1e3, "ms/simulation");
    double[][] three = new double[DRAWS][];
    ends(model, draws, settings, 3, three);
    for (int i = 0; i < DRAWS; i++) {
      assertArrayEquals(two[i], three[i], "draw " + i + " on three threads");
    }
    row("cho-ensemble-same-bits", 1, Double.POSITIVE_INFINITY, "for 2 and 3 threads");
    // of the first draws, against a solution with a tolerance of 1e-12; differences are relative to
    // the larger of the value and 1, so that a depleted substrate counts by its amount
    IntegrationSettings tight =
        new IntegrationSettings(Method.RADAU_IIA_9, 1e-12, 1e-14, Deadline.none());
    double[][] other = peer.isPresent() ? peer.get().ends(DRAWS, 8) : null;
    double error = 0;
    double theirError = other == null ? Double.POSITIVE_INFINITY : 0;
    double difference = 0;
    for (int i = 0; i < DRAWS; i++) {
      if (i < 200) {
        double[] exact = end(model, draws[i], START, tight);
        error = Math.max(error, scaledDifference(two[i], exact));
        if (other != null) {
          theirError = Math.max(theirError, scaledDifference(other[i], exact));
        }
      }
      if (other != null) {
        difference = Math.max(difference, scaledDifference(two[i], other[i]));
      }
    }
    row("cho-ensemble-error", error, theirError, "relative-of-200-draws");
    row("cho-ensemble-difference", difference, Double.POSITIVE_INFINITY, "relative-to-peer");
    double toTight = 0;
    if (peer.isPresent()) {
      // at the same tolerance the difference is the peer's own error; at a tight one it is ours
      peer.get().choTight(draws);
      double[][] exact = peer.get().ends(DRAWS, 8);
      for (int i = 0; i < DRAWS; i++) {
        toTight = Math.max(toTight, scaledDifference(two[i], exact[i]));
      }
      row(
          "cho-ensemble-difference-to-tight-peer",
          toTight,
          Double.POSITIVE_INFINITY,
          "relative-of-all-draws");
    }
    double largest = Math.max(error, toTight);
    assertTrue(largest < 1e-6, () -> "error or difference " + largest);
  }

  @Test
  @Order(4)
  void choEnsembleInLanes() throws Exception {
    ProcessModel model = ChoFedBatch.model();
    IntegrationSettings settings = settings(Method.DORMAND_PRINCE_54);
    double[][] draws = draws(model);
    double[] start = Arrays.copyOf(START, 7);
    double[][] alone = new double[DRAWS][];
    double[][] two = new double[DRAWS][];
    double inLanes = Double.POSITIVE_INFINITY;
    double drawByDraw = Double.POSITIVE_INFINITY;
    double theirs = Double.POSITIVE_INFINITY;
    for (int k = 0; k < 5; k++) {
      long began = System.nanoTime();
      Cores.of(2).run(DRAWS, i -> alone[i] = end(model, draws[i], start, settings));
      long between = System.nanoTime();
      endsInLanes(model, draws, start, settings, 2, two);
      inLanes = Math.min(inLanes, (System.nanoTime() - between) * 1e-9 / DRAWS);
      drawByDraw = Math.min(drawByDraw, (between - began) * 1e-9 / DRAWS);
      if (peer.isPresent()) {
        theirs = Math.min(theirs, peer.get().cho("cho-nonstiff", draws, 2));
      }
    }
    row("cho-ensemble-lanes", inLanes * 1e3, theirs * 1e3, "ms/simulation");
    row("cho-ensemble-draw-by-draw", drawByDraw * 1e3, theirs * 1e3, "ms/simulation");
    for (int threads : new int[] {1, 3}) {
      double[][] other = new double[DRAWS][];
      endsInLanes(model, draws, start, settings, threads, other);
      for (int i = 0; i < DRAWS; i++) {
        assertArrayEquals(two[i], other[i], "draw " + i + " on " + threads + " threads");
      }
    }
    for (int i = 0; i < DRAWS; i++) {
      assertArrayEquals(alone[i], two[i], "draw " + i + " in a lane");
    }
    row(
        "cho-ensemble-lanes-same-bits",
        1,
        Double.POSITIVE_INFINITY,
        "for 1, 2 and 3 threads and draw by draw");
    IntegrationSettings tight =
        new IntegrationSettings(Method.RADAU_IIA_9, 1e-12, 1e-14, Deadline.none());
    double error = 0;
    for (int i = 0; i < 200; i++) {
      error = Math.max(error, scaledDifference(two[i], end(model, draws[i], start, tight)));
    }
    row("cho-ensemble-lanes-error", error, Double.POSITIVE_INFINITY, "relative-of-200-draws");
    double largest = error;
    assertTrue(largest < 1e-6, () -> "error " + largest);
  }

  private static void endsInLanes(
      ProcessModel model,
      double[][] draws,
      double[] start,
      IntegrationSettings settings,
      int threads,
      double[][] ends) {
    Cores.of(threads)
        .run(
            threads,
            part -> {
              int from = DRAWS * part / threads;
              double[][] some = Arrays.copyOfRange(draws, from, DRAWS * (part + 1) / threads);
              double[][] starts = new double[some.length][];
              Arrays.fill(starts, start);
              boolean[] solved =
                  LaneIntegration.solve(
                      model,
                      some,
                      starts,
                      new double[] {0, 336},
                      feed(),
                      settings,
                      (draw, time, state) -> ends[from + draw] = state.clone());
              for (int l = 0; l < some.length; l++) {
                if (!solved[l]) {
                  ends[from + l] = end(model, some[l], start, settings);
                }
              }
            });
  }

  @Test
  @Order(5)
  void standardProblems() throws Exception {
    for (StandardProblem problem : StandardProblem.values()) {
      IntegrationSettings settings =
          new IntegrationSettings(
              Method.RADAU_IIA_9, 1e-8, problem.absoluteTolerance, Deadline.none());
      Runnable solution = () -> end(problem, settings);
      warmUp(solution);
      String name = problem.name().toLowerCase(Locale.ROOT);
      double ours = Double.POSITIVE_INFINITY;
      double theirs = Double.POSITIVE_INFINITY;
      double theirDigits = Double.POSITIVE_INFINITY;
      for (int k = 0; k < BLOCKS; k++) {
        ours = Math.min(ours, processorTime(10, solution));
        if (peer.isPresent()) {
          double[] line = peer.get().standard(name, 20);
          theirs = Math.min(theirs, line[0]);
          theirDigits = problem.correctDigits(Arrays.copyOfRange(line, 1, line.length));
        }
      }
      row(name, ours * 1e3, theirs * 1e3, "ms");
      double digits = problem.correctDigits(end(problem, settings));
      row(name + "-digits", digits, theirDigits, "correct digits");
      assertTrue(digits >= 7, () -> digits + " digits");
    }
  }

  @Test
  @Order(6)
  void extendedFilterStep() {
    ProcessModel model = OxygenCho.model();
    double[] noise = new double[8];
    double[][] covariance = new double[8][8];
    for (int i = 0; i < 8; i++) {
      noise[i] = 0.01 * START[i];
      covariance[i][i] = 1e-4 * START[i] * START[i];
    }
    StateEstimator filter =
        new StateEstimator(
            model,
            model.nominalParameters(),
            new EstimatorState(0, START, covariance),
            feed(),
            new EstimatorSettings(noise, Set.of("GLC"), 0.99999, 0, IntegrationSettings.standard()),
            new ExtendedFilter());
    RandomGenerator random = new Well19937c(1);
    int warm = 1000;
    double[] milliseconds = new double[2500];
    double[] byTheWall = new double[2500];
    for (int k = -warm; k < milliseconds.length; k++) {
      double now = (k + warm + 1) / 12.0;
      long wall = System.nanoTime();
      long began = THREADS.getCurrentThreadCpuTime();
      filter.predict(now, feed());
      double expected = filter.state().mean()[1];
      filter.assimilate(new Measurement(now, "GLC", expected + 0.1 * random.nextGaussian(), 0.1));
      if (k >= 0) {
        milliseconds[k] = (THREADS.getCurrentThreadCpuTime() - began) * 1e-6;
        byTheWall[k] = (System.nanoTime() - wall) * 1e-6;
      }
    }
    Quantiles quantiles = new Quantiles(milliseconds);
    row("ekf-step", quantiles.at(0.99), Double.POSITIVE_INFINITY, "ms-p99-processor-time");
    row(
        "ekf-step-wall",
        new Quantiles(byTheWall).at(0.99),
        Double.POSITIVE_INFINITY,
        "ms-p99-by-the-wall");
    row("ekf-step-median", quantiles.at(0.5), Double.POSITIVE_INFINITY, "ms");
  }

  @Test
  @Order(7)
  void parkRamirez() {
    // as any other row, by code that has been compiled
    RecipeOptimiser.optimise(RecipeCases.parkRamirez(), RecipeCases.randomStart(100));
    double[] objectives = new double[10];
    long began = System.nanoTime();
    Cores.all()
        .run(
            objectives.length,
            start ->
                objectives[start] =
                    RecipeOptimiser.optimise(
                                RecipeCases.parkRamirez(), RecipeCases.randomStart(start))
                            instanceof Recipe recipe
                        ? recipe.objective()
                        : Double.NaN);
    row(
        "park-ramirez",
        (System.nanoTime() - began) * 1e-9,
        Double.POSITIVE_INFINITY,
        "s-10-starts");
    double worst = Arrays.stream(objectives).min().orElseThrow();
    row("park-ramirez-worst", worst, Double.POSITIVE_INFINITY, "objective");
    assertTrue(worst >= 32.45, () -> "worst " + worst);
  }

  @Test
  @Order(8)
  void ishigami() {
    long began = System.nanoTime();
    Sobol.Result result = Sobol.indices(SobolTest::ishigami, 3, 1, 4096, 1, Cores.all());
    row("ishigami", (System.nanoTime() - began) * 1e-9, Double.POSITIVE_INFINITY, "s");
    double error = 0;
    int held = 0;
    for (Sobol.Row row : result.rows()) {
      double first = Math.abs(row.first() - SobolTest.FIRST[row.input()]);
      double total = Math.abs(row.total() - SobolTest.TOTAL[row.input()]);
      error = Math.max(error, Math.max(first, total));
      held += (first <= row.firstHalfWidth() ? 1 : 0) + (total <= row.totalHalfWidth() ? 1 : 0);
    }
    row("ishigami-error", error, Double.POSITIVE_INFINITY, "largest-of-6-indices");
    row("ishigami-held", held, Double.POSITIVE_INFINITY, "of-6-indices-in-their-95%-intervals");
    double largest = error;
    assertTrue(largest <= 1e-2, () -> "error " + largest);
  }

  private static IntegrationSettings settings(Method method) {
    return new IntegrationSettings(method, 1e-8, 1e-10, Deadline.none());
  }

  private static double[] end(StandardProblem problem, IntegrationSettings settings) {
    return ((Solved) Integration.solve(problem, problem.start(), 0, problem.end, settings))
        .trajectory()
        .stateAt(problem.end);
  }

  private static double[] end(
      ProcessModel model, double[] p, double[] y0, IntegrationSettings settings) {
    return ((Solved) Integration.solve(model, p, y0, 0, 336, feed(), settings))
        .trajectory()
        .stateAt(336);
  }

  private static void ends(
      ProcessModel model,
      double[][] draws,
      IntegrationSettings settings,
      int threads,
      double[][] ends) {
    Cores.of(threads).run(DRAWS, i -> ends[i] = end(model, draws[i], START, settings));
  }

  /** Steps where the feed changes. */
  private static InputPlan feed() {
    List<InputStep> steps = new ArrayList<>();
    for (int day = 0; day < FEED.length; day++) {
      if (day == 0 || FEED[day] != FEED[day - 1]) {
        steps.add(new InputStep(24.0 * day, new double[] {FEED[day]}));
      }
    }
    return new InputPlan(steps);
  }

  private static double[][] draws(ProcessModel model) {
    RandomGenerator random = new Well19937c(20260101);
    double[] nominal = model.nominalParameters();
    double[][] draws = new double[DRAWS][nominal.length];
    for (double[] draw : draws) {
      for (int i = 0; i < draw.length; i++) {
        draw[i] = nominal[i] * StrictMath.exp(0.1 * random.nextGaussian());
      }
    }
    return draws;
  }

  private static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]) / Math.abs(b[i]));
    }
    return largest;
  }

  private static double scaledDifference(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(b[i])));
    }
    return largest;
  }

  private static void warmUp(Runnable work) {
    long began = System.nanoTime();
    while (System.nanoTime() - began < 3_000_000_000L) {
      work.run();
    }
  }

  private static double processorTime(int repeats, Runnable work) {
    long began = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < repeats; i++) {
      work.run();
    }
    return (THREADS.getCurrentThreadCpuTime() - began) * 1e-9 / repeats;
  }

  /** A peer that is not finite is none. */
  static void row(String name, double ours, double theirs, String unit) {
    boolean alone = Double.isInfinite(theirs);
    System.out.printf(
        Locale.ROOT,
        "BENCH %s %.4g %s %s %s%n",
        name,
        ours,
        alone ? "-" : String.format(Locale.ROOT, "%.4g", theirs),
        alone ? "-" : String.format(Locale.ROOT, "%.3f", ours / theirs),
        unit);
  }
}
