package io.veritwin.twin.integration;

import io.veritwin.twin.integration.IntegrationResult.Cause;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.util.FastMath;

/**
 * Collects the steps of a method over one smooth piece, and says after each whether to go on: the
 * state must stay in its physical range, the time box must not have ended, no event happened.
 */
final class SolvedSteps {

  /** Inside a step an event's condition is looked at this often, so that it cannot pass twice. */
  private static final int LOOKS = 4;

  private final PhysicalRange range;
  private final Deadline deadline;
  private final List<Event> events;
  private final List<SolvedStep> steps = new ArrayList<>();
  private final double start;
  private double time;
  private double[] state;
  private long evaluations;
  private Event happened;

  SolvedSteps(
      PhysicalRange range, Deadline deadline, List<Event> events, double start, double[] y0) {
    this.range = range;
    this.deadline = deadline;
    this.events = events;
    this.start = start;
    this.time = start;
    this.state = y0.clone();
  }

  double time() {
    return time;
  }

  double[] state() {
    return state;
  }

  int count() {
    return steps.size();
  }

  void countEvaluations(long more) {
    evaluations += more;
  }

  /** The event that ended the piece, if one did. */
  Optional<Event> happened() {
    return Optional.ofNullable(happened);
  }

  Trajectory trajectory() {
    return new SteppedTrajectory(start, time, List.copyOf(steps), evaluations);
  }

  Failed failure(Cause cause, String words) {
    return new Failed(time, state.clone(), cause, words);
  }

  /** Adds a step; a failure when the solution must not go on. */
  Optional<Failed> add(SolvedStep step) {
    double before = time;
    double end = eventTime(step, before);
    steps.add(step);
    time = end;
    state = step.stateAt(end);
    Optional<String> breach = range.breach(state);
    if (breach.isPresent()) {
      return Optional.of(
          failure(Cause.LEFT_PHYSICAL_RANGE, "At " + Hours.words(time) + " " + breach.get()));
    }
    if (deadline.passed()) {
      return Optional.of(
          failure(
              Cause.OUT_OF_TIME,
              "The time box ended at " + Hours.words(time) + " of the solution."));
    }
    return Optional.empty();
  }

  /** The earliest event inside the step, or the step's end. */
  private double eventTime(SolvedStep step, double from) {
    double earliest = step.end();
    for (Event event : events) {
      double a = from;
      double atA = event.condition().at(a, step.stateAt(a));
      for (int k = 1; k <= LOOKS && a < earliest; k++) {
        double b = k == LOOKS ? step.end() : from + (step.end() - from) * k / LOOKS;
        double atB = event.condition().at(b, step.stateAt(b));
        if (event.passes(atA, atB)) {
          double root = bisected(event, step, a, b);
          if (happened == null || root < earliest) {
            earliest = root;
            happened = event;
          }
          break;
        }
        a = b;
        atA = atB;
      }
    }
    return earliest;
  }

  /** The first time at which the condition has passed, to the last bit. */
  private static double bisected(Event event, SolvedStep step, double from, double to) {
    double a = from;
    double b = to;
    double atA = event.condition().at(a, step.stateAt(a));
    while (true) {
      double middle = a + (b - a) / 2;
      if (middle <= a || middle >= b) {
        return b;
      }
      if (event.passes(atA, event.condition().at(middle, step.stateAt(middle)))) {
        b = middle;
      } else {
        a = middle;
      }
    }
  }

  /** Steps end to end. */
  private static final class SteppedTrajectory implements Trajectory {

    private final double start;
    private final double end;
    private final List<SolvedStep> steps;
    private final double[] stepEnds;
    private final long evaluations;

    SteppedTrajectory(double start, double end, List<SolvedStep> steps, long evaluations) {
      this.start = start;
      this.end = end;
      this.steps = steps;
      this.stepEnds = steps.stream().mapToDouble(SolvedStep::end).toArray();
      this.evaluations = evaluations;
    }

    @Override
    public double start() {
      return start;
    }

    @Override
    public double end() {
      return end;
    }

    @Override
    public double[] stateAt(double t) {
      int at = Arrays.binarySearch(stepEnds, t);
      int step = FastMath.min(at >= 0 ? at : -at - 1, stepEnds.length - 1);
      return steps.get(step).stateAt(t);
    }

    @Override
    public long evaluations() {
      return evaluations;
    }
  }
}
