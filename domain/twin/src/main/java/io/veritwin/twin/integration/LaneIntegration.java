package io.veritwin.twin.integration;

import io.veritwin.twin.model.LaneEquations;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InputPlan;
import java.util.List;
import org.hipparchus.util.FastMath;

/**
 * Solves many draws of a model on the vector units of the processor (URS-810): draws stream through
 * lanes, each lane with its own time and step, all lanes with one attempt of a step at once by
 * Dormand-Prince 5(4). A draw that turns stiff is solved by the implicit method to the next change
 * of an input, by itself.
 *
 * <p>A draw's answer does not depend on the draws beside it, and has the bits of {@link
 * Integration#solve}.
 */
public final class LaneIntegration {

  /** Loops over so many lanes are worth their beginning, and fit the nearest cache. */
  private static final int LANES = 64;

  /** Fewer draws are solved faster one by one. */
  private static final int FEWEST = 16;

  private final ProcessModel model;
  private final double[][] parameters;
  private final double[][] starts;
  private final double[] times;
  private final InputPlan inputs;
  private final IntegrationSettings settings;
  private final Observer observer;
  private final double[] pieceEnds;
  private final PhysicalRange range;
  private final int n;
  private final boolean[] solved;
  private final Rows rows;
  private final LaneEquations equations;
  private final Lane[] lanes;
  private final double[] state;
  private final double[] rates;
  private final double[] there;
  private final double[] ratesThere;
  private int nextDraw;

  /** Takes states as they become known; of a draw that is not solved in the end, not all. */
  public interface Observer {

    /**
     * A state.
     *
     * @param draw position among the draws
     * @param time position among the times asked for
     * @param state values, to be copied when kept
     */
    void observe(int draw, int time, double[] state);
  }

  private LaneIntegration(
      ProcessModel model,
      double[][] parameters,
      double[][] starts,
      double[] times,
      InputPlan inputs,
      IntegrationSettings settings,
      Observer observer) {
    this.model = model;
    this.parameters = parameters;
    this.starts = starts;
    this.times = times;
    this.inputs = inputs;
    this.settings = settings;
    this.observer = observer;
    this.pieceEnds = Integration.restarts(inputs, times[0], times[times.length - 1]);
    this.range = PhysicalRange.of(model, settings.absoluteTolerance());
    this.n = model.states().size();
    this.solved = new boolean[parameters.length];
    int width = FastMath.min(LANES, parameters.length);
    this.rows = new Rows(n, width);
    this.equations = model.inLanes(width);
    this.lanes = new Lane[width];
    this.state = new double[n];
    this.rates = new double[n];
    this.there = new double[n];
    this.ratesThere = new double[n];
  }

  /**
   * Solves.
   *
   * @param parameters by draw
   * @param y0 by draw
   * @param times hours; the first is the start, the last the end
   * @return which draws were solved; any other (inadmissible, outside its physical range, or all
   *     when they are few or the settings ask for another method) is for {@link Integration#solve},
   *     which says why where it cannot be solved either
   */
  public static boolean[] solve(
      ProcessModel model,
      double[][] parameters,
      double[][] y0,
      double[] times,
      InputPlan inputs,
      IntegrationSettings settings,
      Observer observer) {
    if (settings.method() != Method.DORMAND_PRINCE_54
        || parameters.length < FEWEST
        || !(times[times.length - 1] > times[0])
        || !InputCheck.inputs(model, inputs.steps()).isEmpty()) {
      return new boolean[parameters.length];
    }
    return new LaneIntegration(model, parameters, y0, times, inputs, settings, observer).run();
  }

  private boolean[] run() {
    int active = 0;
    while (active < lanes.length) {
      lanes[active] = new Lane(active);
      if (!lanes[active].takeNext()) {
        break;
      }
      active++;
    }
    while (active > 0 && !settings.deadline().passed()) {
      rows.attempt(active, equations, settings.absoluteTolerance(), settings.relativeTolerance());
      // backward, so that a lane that closes up has been judged
      for (int l = active - 1; l >= 0; l--) {
        if (!lanes[l].judge() && !lanes[l].takeNext()) {
          active--;
          lanes[l] = lanes[active];
          lanes[l].moveTo(l);
        }
      }
    }
    return solved;
  }

  /** One lane: which draw it solves, and how far it is. */
  private final class Lane {

    private int lane;
    private int draw;
    private int piece;
    private int nextTime;
    private double wanted;
    private double memory;
    private boolean rejected;
    private int taken;

    Lane(int lane) {
      this.lane = lane;
    }

    /** Begins with the next draw that can be begun; false when none is left. */
    boolean takeNext() {
      while (nextDraw < parameters.length) {
        draw = nextDraw;
        nextDraw++;
        double[] y0 = starts[draw];
        if (InputCheck.parameters(model, parameters[draw]).isEmpty()
            && InputCheck.state(model, y0).isEmpty()
            && InputCheck.feed(model, y0, inputs).isEmpty()) {
          observer.observe(draw, 0, y0);
          nextTime = 1;
          System.arraycopy(y0, 0, state, 0, n);
          if (beginPiece(0, times[0])) {
            return true;
          }
        }
      }
      return false;
    }

    /** Closes up, so that no lane that is free is computed. */
    void moveTo(int other) {
      rows.move(lane, other);
      equations.set(other, parameters[draw], inputs.at(rows.t[other]));
      lane = other;
    }

    /** Begins a smooth piece at the shared state; false when that cannot be. */
    private boolean beginPiece(int next, double from) {
      piece = next;
      equations.set(lane, parameters[draw], inputs.at(from));
      double first =
          DormandPrince.firstStep(
              system(from),
              from,
              state,
              rates,
              there,
              ratesThere,
              settings.absoluteTolerance(),
              settings.relativeTolerance());
      for (int i = 0; i < n; i++) {
        rows.y[i][lane] = state[i];
        rows.k1[i][lane] = rates[i];
      }
      rows.t[lane] = from;
      wanted = FastMath.min(pieceEnds[piece] - from, first);
      memory = DormandPrinceFormulas.LEAST_MEMORY;
      rejected = false;
      taken = 0;
      return !Double.isNaN(first) && aim();
    }

    /** Sets the next attempt; false when the step is too small. */
    private boolean aim() {
      double t = rows.t[lane];
      if (DormandPrinceFormulas.isTooSmall(wanted, t, pieceEnds[piece])) {
        return false;
      }
      rows.h[lane] = DormandPrinceFormulas.stepEnd(t, wanted, pieceEnds[piece]) - t;
      return true;
    }

    /** Takes or rejects the step that was attempted; false when the lane is free. */
    boolean judge() {
      double h = rows.h[lane];
      double error = rows.error[lane];
      if (!(error <= 1)) {
        wanted =
            Double.isNaN(error) ? h / 4 : h / DormandPrinceFormulas.shrinkage(rows.factor[lane]);
        rejected = true;
        return aim();
      }
      double t = rows.t[lane];
      double end = pieceEnds[piece];
      double to = DormandPrinceFormulas.stepEnd(t, wanted, end);
      double quotient = DormandPrinceFormulas.quotient(rows.factor[lane], memory);
      memory = rows.memory[lane];
      taken++;
      while (nextTime < times.length && times[nextTime] <= to) {
        if (times[nextTime] == to) {
          rows.end(lane, state);
        } else {
          rows.inside(lane, (times[nextTime] - t) / h, state);
        }
        observer.observe(draw, nextTime, state);
        nextTime++;
      }
      rows.end(lane, state);
      if (range.breach(state).isPresent()) {
        return false;
      }
      rows.accept(lane, to);
      if (to >= end) {
        return goOn();
      }
      if (isStiff(to, h)) {
        return handOver(to) && goOn();
      }
      if (taken > DormandPrince.LARGEST_NUMBER_OF_STEPS) {
        return false;
      }
      wanted = rejected ? FastMath.min(h / quotient, h) : h / quotient;
      rejected = false;
      return aim();
    }

    /** From the end of a piece at the shared state; false when the draw is solved. */
    private boolean goOn() {
      if (piece + 1 < pieceEnds.length) {
        return beginPiece(piece + 1, pieceEnds[piece]);
      }
      solved[draw] = true;
      return false;
    }

    private boolean isStiff(double t, double h) {
      if (!Stiffness.isTimeToLook(taken)) {
        return false;
      }
      for (int i = 0; i < n; i++) {
        there[i] = rows.y[i][lane];
      }
      return Stiffness.limits(system(t), t, there, h, Method.DORMAND_PRINCE_54.stabilityLimit());
    }

    /** Solves the rest of the piece by the implicit method; false when that cannot be. */
    private boolean handOver(double t) {
      SolvedSteps steps = new SolvedSteps(range, settings.deadline(), List.of(), t, state);
      if (new Radau(Radau.scheme(settings.method().whereStiff()), system(t), settings)
          .solve(steps, pieceEnds[piece])
          .isPresent()) {
        return false;
      }
      Trajectory rest = steps.trajectory();
      for (; nextTime < times.length && times[nextTime] <= pieceEnds[piece]; nextTime++) {
        observer.observe(draw, nextTime, rest.stateAt(times[nextTime]));
      }
      System.arraycopy(steps.state(), 0, state, 0, n);
      return true;
    }

    private Integration.ModelSystem system(double t) {
      return new Integration.ModelSystem(model, parameters[draw], inputs.at(t));
    }
  }

  /** The numbers of all lanes, by component and lane; each loop is one the compiler vectorises. */
  private static final class Rows {

    final double[] t;
    final double[] h;
    final double[][] y;
    final double[][] k1;
    final double[] error;
    final double[] factor;
    final double[] memory;
    private final int n;
    private final double[][] k2;
    private final double[][] k3;
    private final double[][] k4;
    private final double[][] k5;
    private final double[][] k6;
    private final double[][] k7;
    private final double[][] next;
    private final double[] at;

    Rows(int n, int width) {
      this.n = n;
      t = new double[width];
      h = new double[width];
      y = new double[n][width];
      k1 = new double[n][width];
      k2 = new double[n][width];
      k3 = new double[n][width];
      k4 = new double[n][width];
      k5 = new double[n][width];
      k6 = new double[n][width];
      k7 = new double[n][width];
      next = new double[n][width];
      at = new double[width];
      error = new double[width];
      factor = new double[width];
      memory = new double[width];
    }

    /** One attempt of a step in each lane, with its error. */
    void attempt(int lanes, LaneEquations equations, double absolute, double relative) {
      for (int i = 0; i < n; i++) {
        second(lanes, y[i], h, k1[i], next[i]);
      }
      time(lanes, t, 1, h, 5, at);
      equations.derivatives(lanes, at, next, k2);
      for (int i = 0; i < n; i++) {
        third(lanes, y[i], h, k1[i], k2[i], next[i]);
      }
      time(lanes, t, 3, h, 10, at);
      equations.derivatives(lanes, at, next, k3);
      for (int i = 0; i < n; i++) {
        fourth(lanes, y[i], h, k1[i], k2[i], k3[i], next[i]);
      }
      time(lanes, t, 4, h, 5, at);
      equations.derivatives(lanes, at, next, k4);
      for (int i = 0; i < n; i++) {
        fifth(lanes, y[i], h, k1[i], k2[i], k3[i], k4[i], next[i]);
      }
      time(lanes, t, 8, h, 9, at);
      equations.derivatives(lanes, at, next, k5);
      for (int i = 0; i < n; i++) {
        sixth(lanes, y[i], h, k1[i], k2[i], k3[i], k4[i], k5[i], next[i]);
      }
      time(lanes, t, 1, h, 1, at);
      equations.derivatives(lanes, at, next, k6);
      for (int i = 0; i < n; i++) {
        end(lanes, y[i], h, k1[i], k3[i], k4[i], k5[i], k6[i], next[i]);
      }
      equations.derivatives(lanes, at, next, k7);
      java.util.Arrays.fill(error, 0);
      for (int i = 0; i < n; i++) {
        difference(lanes, h, k1[i], k3[i], k4[i], k5[i], k6[i], k7[i], at);
        square(lanes, at, y[i], next[i], absolute, relative, error);
      }
      for (int l = 0; l < lanes; l++) {
        error[l] = DormandPrinceFormulas.error(error[l], n);
      }
      for (int l = 0; l < lanes; l++) {
        factor[l] = DormandPrinceFormulas.factor(error[l]);
      }
      for (int l = 0; l < lanes; l++) {
        memory[l] =
            StrictMath.max(
                DormandPrinceFormulas.LEAST_MEMORY, DormandPrinceFormulas.memory(error[l]));
      }
    }

    /** The solution inside the attempted step of a lane. */
    void inside(int l, double share, double[] state) {
      double step = h[l];
      for (int i = 0; i < n; i++) {
        double difference = next[i][l] - y[i][l];
        double bend = step * k1[i][l] - difference;
        state[i] =
            DormandPrinceFormulas.inside(
                share,
                y[i][l],
                difference,
                bend,
                difference - step * k7[i][l] - bend,
                DormandPrinceFormulas.last(
                    step, k1[i][l], k3[i][l], k4[i][l], k5[i][l], k6[i][l], k7[i][l]));
      }
    }

    /** The same at its end. */
    void end(int l, double[] state) {
      for (int i = 0; i < n; i++) {
        state[i] = y[i][l] + (next[i][l] - y[i][l]);
      }
    }

    /** Goes on from the end of a lane's step. */
    void accept(int l, double to) {
      t[l] = to;
      for (int i = 0; i < n; i++) {
        y[i][l] = next[i][l];
        k1[i][l] = k7[i][l];
      }
    }

    /** Copies what a lane begins its next attempt with. */
    void move(int from, int to) {
      t[to] = t[from];
      h[to] = h[from];
      for (int i = 0; i < n; i++) {
        y[i][to] = y[i][from];
        k1[i][to] = k1[i][from];
      }
    }

    private static void time(
        int lanes, double[] t, double share, double[] h, double of, double[] out) {
      for (int l = 0; l < lanes; l++) {
        out[l] = t[l] + share * h[l] / of;
      }
    }

    private static void second(int lanes, double[] y, double[] h, double[] k1, double[] out) {
      for (int l = 0; l < lanes; l++) {
        out[l] = DormandPrinceFormulas.second(y[l], h[l], k1[l]);
      }
    }

    private static void third(
        int lanes, double[] y, double[] h, double[] k1, double[] k2, double[] out) {
      for (int l = 0; l < lanes; l++) {
        out[l] = DormandPrinceFormulas.third(y[l], h[l], k1[l], k2[l]);
      }
    }

    private static void fourth(
        int lanes, double[] y, double[] h, double[] k1, double[] k2, double[] k3, double[] out) {
      for (int l = 0; l < lanes; l++) {
        out[l] = DormandPrinceFormulas.fourth(y[l], h[l], k1[l], k2[l], k3[l]);
      }
    }

    private static void fifth(
        int lanes,
        double[] y,
        double[] h,
        double[] k1,
        double[] k2,
        double[] k3,
        double[] k4,
        double[] out) {
      for (int l = 0; l < lanes; l++) {
        out[l] = DormandPrinceFormulas.fifth(y[l], h[l], k1[l], k2[l], k3[l], k4[l]);
      }
    }

    private static void sixth(
        int lanes,
        double[] y,
        double[] h,
        double[] k1,
        double[] k2,
        double[] k3,
        double[] k4,
        double[] k5,
        double[] out) {
      for (int l = 0; l < lanes; l++) {
        out[l] = DormandPrinceFormulas.sixth(y[l], h[l], k1[l], k2[l], k3[l], k4[l], k5[l]);
      }
    }

    private static void end(
        int lanes,
        double[] y,
        double[] h,
        double[] k1,
        double[] k3,
        double[] k4,
        double[] k5,
        double[] k6,
        double[] out) {
      for (int l = 0; l < lanes; l++) {
        out[l] = DormandPrinceFormulas.end(y[l], h[l], k1[l], k3[l], k4[l], k5[l], k6[l]);
      }
    }

    private static void difference(
        int lanes,
        double[] h,
        double[] k1,
        double[] k3,
        double[] k4,
        double[] k5,
        double[] k6,
        double[] k7,
        double[] out) {
      for (int l = 0; l < lanes; l++) {
        out[l] = DormandPrinceFormulas.difference(h[l], k1[l], k3[l], k4[l], k5[l], k6[l], k7[l]);
      }
    }

    private static void square(
        int lanes,
        double[] difference,
        double[] y,
        double[] next,
        double absolute,
        double relative,
        double[] sum) {
      for (int l = 0; l < lanes; l++) {
        double size =
            DormandPrinceFormulas.scaled(difference[l], y[l], next[l], absolute, relative);
        sum[l] += size * size;
      }
    }
  }
}
