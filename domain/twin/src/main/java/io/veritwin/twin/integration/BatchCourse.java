package io.veritwin.twin.integration;

import io.veritwin.twin.integration.BatchEvent.Bolus;
import io.veritwin.twin.integration.BatchEvent.Depletion;
import io.veritwin.twin.integration.BatchEvent.PhaseChange;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Interrupted;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputRefusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Solves a process model through a batch in which events happen (URS-805). */
public final class BatchCourse {

  private BatchCourse() {}

  /** What became of a batch. */
  public sealed interface Result {}

  /**
   * The batch was solved to its end.
   *
   * @param trajectory at the instant of an addition it gives the state before
   * @param happenings in order of time
   * @param inputs as they were in the end, with what phase changes set
   */
  public record Completed(Trajectory trajectory, List<Happening> happenings, InputPlan inputs)
      implements Result {}

  /** It could not be solved. */
  public record NotSolved(Failed failure, List<Happening> before) implements Result {}

  /**
   * An event that happened.
   *
   * @param time hours
   * @param state after it
   */
  public record Happening(BatchEvent event, double time, double[] state) {}

  /**
   * Solves.
   *
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public static Result solve(
      ProcessModel model,
      double[] parameters,
      double[] y0,
      double start,
      double end,
      InputPlan plan,
      List<BatchEvent> events,
      IntegrationSettings settings) {
    InputCheck.require(refusals(model, y0, start, end, events));
    List<Bolus> additions =
        events.stream()
            .filter(Bolus.class::isInstance)
            .map(Bolus.class::cast)
            .sorted(Comparator.comparingDouble(Bolus::time))
            .toList();
    Map<Event, BatchEvent> watched = new HashMap<>();
    for (BatchEvent event : events) {
      condition(model, event).ifPresent(condition -> watched.put(condition, event));
    }
    List<Trajectory> parts = new ArrayList<>();
    List<Happening> happenings = new ArrayList<>();
    InputPlan inputs = plan;
    double[] y = y0.clone();
    double from = start;
    int next = 0;
    while (true) {
      while (next < additions.size() && additions.get(next).time() <= from) {
        Bolus bolus = additions.get(next);
        y = mixed(model, y, bolus);
        happenings.add(new Happening(bolus, from, y.clone()));
        next++;
      }
      if (from >= end) {
        break;
      }
      double to = next < additions.size() ? additions.get(next).time() : end;
      IntegrationResult result =
          Integration.solveUntil(
              model, parameters, y, from, to, inputs, ordered(events, watched), settings);
      if (result instanceof Failed failed) {
        return new NotSolved(failed, happenings);
      }
      Trajectory part =
          result instanceof Interrupted interrupted
              ? interrupted.trajectory()
              : ((Solved) result).trajectory();
      parts.add(part);
      from = part.end();
      y = part.stateAt(from);
      if (result instanceof Interrupted interrupted) {
        BatchEvent event = watched.remove(interrupted.event());
        if (event instanceof PhaseChange change) {
          for (Map.Entry<String, Double> input : change.inputs().entrySet()) {
            inputs = inputs.withInputFrom(from, model.inputIndex(input.getKey()), input.getValue());
          }
        }
        happenings.add(new Happening(event, from, y.clone()));
      }
    }
    return new Completed(Integration.joined(parts), happenings, inputs);
  }

  /** Conditions still watched, in the order of their events, so that runs are repeatable. */
  private static List<Event> ordered(List<BatchEvent> events, Map<Event, BatchEvent> watched) {
    return watched.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> events.indexOf(entry.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Optional<Event> condition(ProcessModel model, BatchEvent event) {
    if (event instanceof PhaseChange change) {
      int state = model.stateIndex(change.stateId());
      return Optional.of(
          new Event(change.id(), (t, y) -> y[state] - change.value(), change.direction()));
    }
    if (event instanceof Depletion depletion) {
      int state = model.stateIndex(depletion.stateId());
      return Optional.of(
          new Event(
              depletion.id(), (t, y) -> y[state] - depletion.value(), Event.Direction.FALLING));
    }
    return Optional.empty();
  }

  private static double[] mixed(ProcessModel model, double[] y, Bolus bolus) {
    int volume = model.stateIndex("V");
    double after = y[volume] + bolus.litres();
    double[] mixed = y.clone();
    for (int i = 0; i < y.length; i++) {
      Quantity state = model.states().get(i);
      if (i == volume) {
        mixed[i] = after;
      } else if (state.unit().contains("/L") || bolus.concentrations().containsKey(state.id())) {
        double added = bolus.concentrations().getOrDefault(state.id(), 0.0);
        mixed[i] = (y[i] * y[volume] + added * bolus.litres()) / after;
      }
    }
    return mixed;
  }

  private static List<InputRefusal> refusals(
      ProcessModel model, double[] y0, double start, double end, List<BatchEvent> events) {
    List<InputRefusal> refusals = new ArrayList<>(InputCheck.state(model, y0));
    for (int i = 0; i < events.size(); i++) {
      String where = "events[" + i + "]";
      BatchEvent event = events.get(i);
      if (event instanceof Bolus bolus) {
        double volume = y0[model.stateIndex("V")];
        if (!(bolus.time() >= start && bolus.time() <= end)) {
          refusals.add(
              new InputRefusal(
                  where + ".time",
                  Double.toString(bolus.time()),
                  "must lie between " + start + " and " + end + " h"));
        }
        if (!(bolus.litres() > 0 && bolus.litres() <= volume)) {
          refusals.add(
              new InputRefusal(
                  where + ".litres",
                  Double.toString(bolus.litres()),
                  "must be more than 0 and no more than the vessel held at the start, "
                      + volume
                      + " L"));
        }
        bolus
            .concentrations()
            .forEach(
                (id, value) -> {
                  boolean known = model.states().stream().anyMatch(q -> q.id().equals(id));
                  if (!known || !(value >= 0) || Double.isInfinite(value)) {
                    refusals.add(
                        new InputRefusal(
                            where + "." + id,
                            Double.toString(value),
                            "is not a concentration, 0 or more, of a state of the model"));
                  }
                });
      } else if (event instanceof PhaseChange change) {
        checkState(model, where, change.stateId(), change.value(), refusals);
        change
            .inputs()
            .forEach(
                (id, value) -> {
                  Optional<Quantity> input =
                      model.inputs().stream().filter(q -> q.id().equals(id)).findFirst();
                  if (input.isEmpty() || !input.get().admits(value)) {
                    refusals.add(
                        new InputRefusal(
                            where + "." + id,
                            Double.toString(value),
                            "is not an admissible value of an input of the model"));
                  }
                });
      } else if (event instanceof Depletion depletion) {
        checkState(model, where, depletion.stateId(), depletion.value(), refusals);
      }
    }
    return refusals;
  }

  private static void checkState(
      ProcessModel model, String where, String id, double value, List<InputRefusal> refusals) {
    Optional<Quantity> state = model.states().stream().filter(q -> q.id().equals(id)).findFirst();
    if (state.isEmpty() || !state.get().admits(value)) {
      refusals.add(
          new InputRefusal(
              where + "." + id,
              Double.toString(value),
              "is not an admissible value of a state of the model"));
    }
  }
}
