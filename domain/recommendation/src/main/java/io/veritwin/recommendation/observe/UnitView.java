package io.veritwin.recommendation.observe;

import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.Recommendation.Effect;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.release.GateAnswer;
import java.time.Instant;
import java.util.List;

/**
 * What the operator's screen of one unit shows about the twin, at one moment. Measured values,
 * batch and link state come from the plant module; this adds estimates, forecast and proposal.
 *
 * @param unit for example BR-204
 * @param asOf server time of this view
 * @param processTime process time of the newest estimate, h; NaN when there is none
 * @param estimateAt source time of the newest reading behind the estimate; null when there is none
 * @param old true when the estimate no longer follows the plant: show "old", no forecast
 * @param noEstimateBecause why there is no estimate, in words; empty when there is one
 * @param quantities estimates, their history and forecast, in the model's order
 * @param setpoint the setpoint's course
 * @param proposal the open or most recently closed recommendation; null when there is none
 * @param earlier recommendations before that one, newest first
 * @param noProposalBecause why nothing is proposed now, in words; empty when something is, or when
 *     the next look is simply not due
 * @param adviceStopped true when someone pressed "stop advice" for the unit
 * @param model the effective model version, for example "CHO-FB 1.3"; empty when none is assigned
 */
public record UnitView(
    String unit,
    Instant asOf,
    double processTime,
    Instant estimateAt,
    boolean old,
    String noEstimateBecause,
    List<QuantityView> quantities,
    SetpointView setpoint,
    ProposalView proposal,
    List<EarlierProposal> earlier,
    String noProposalBecause,
    boolean adviceStopped,
    String model) {

  public UnitView {
    quantities = List.copyOf(quantities);
    earlier = List.copyOf(earlier);
  }

  /** A value with its 95 % interval at a process time in h. */
  public record Band(double t, double value, double low95, double high95) {}

  /** A forecast point: median, 50 % and 95 % bands at a process time in h. */
  public record Fan(
      double t, double median, double low50, double high50, double low95, double high95) {}

  /** A laboratory sample at a process time in h. */
  public record LabSample(double t, double value) {}

  /**
   * @param id the model output's id, for example "glucose"
   * @param title "Glucose"
   * @param unit UCUM
   * @param now the newest estimate with its 95 % interval; null when there is none
   * @param history estimates of the last days, thinned out
   * @param lab laboratory samples of this quantity
   * @param ifAccepted forecast if the proposal is accepted; empty without a proposal
   * @param ifNothing forecast if nothing is done; empty without a forecast
   * @param lowLimit the design space's lower limit; null when there is none
   * @param highLimit the design space's upper limit; null when there is none
   */
  public record QuantityView(
      String id,
      String title,
      String unit,
      Band now,
      List<Band> history,
      List<LabSample> lab,
      List<Fan> ifAccepted,
      List<Fan> ifNothing,
      Double lowLimit,
      Double highLimit) {

    public QuantityView {
      history = List.copyOf(history);
      lab = List.copyOf(lab);
      ifAccepted = List.copyOf(ifAccepted);
      ifNothing = List.copyOf(ifNothing);
    }
  }

  /** The setpoint over process time in h. */
  public record SetpointView(
      String tag, String title, String unit, double current, List<Point> history) {

    public SetpointView {
      history = List.copyOf(history);
    }
  }

  public record Point(double t, double value) {}

  /**
   * The proposal card.
   *
   * @param number "P-0412"
   * @param state its state
   * @param from the setpoint when it was proposed
   * @param to the value proposed, or signed when it was signed with a lower one
   * @param rangeLow design space of the setpoint
   * @param rangeHigh design space of the setpoint
   * @param stepLow lowest value one step allows
   * @param stepHigh highest value one step allows
   * @param resolution smallest difference between two setpoints
   * @param effects expected effects, if accepted beside if nothing is done
   * @param why contributions that add up to the change
   * @param basis sentences: model, domain, data, impact
   * @param secondsLeft until it expires; 0 when closed
   * @param blocked every reason why it cannot be signed now (for the session's person see the act's
   *     {@code reasonsAgainst})
   * @param gates the answers of the release gates; empty before they ran
   * @param trace recorded → gates → written → read back → effect watch, each with its time
   * @param outcome how it ended, in one sentence; empty while it waits for a person
   * @param readBack the setpoint that the plant showed after the write; {@code null} before
   */
  public record ProposalView(
      String number,
      io.veritwin.recommendation.recommend.RecommendationState state,
      String tag,
      String title,
      String unit,
      double from,
      double to,
      double rangeLow,
      double rangeHigh,
      double stepLow,
      double stepHigh,
      double resolution,
      List<EffectRow> effects,
      List<Contribution> why,
      List<String> basis,
      Instant proposedAt,
      Instant expiresAt,
      long secondsLeft,
      List<String> blocked,
      List<GateAnswer> gates,
      List<TraceStep> trace,
      String outcome,
      Double readBack,
      Recommendation.Effect effect,
      Instant effectUntil,
      String effectSentence) {

    public ProposalView {
      effects = List.copyOf(effects);
      why = List.copyOf(why);
      basis = List.copyOf(basis);
      blocked = List.copyOf(blocked);
      gates = List.copyOf(gates);
      trace = List.copyOf(trace);
    }
  }

  /** One expected effect: texts carry value and interval, for example "2.0" and "1.6 to 2.4". */
  public record EffectRow(
      String title,
      String unit,
      String accepted,
      String acceptedInterval,
      String nothing,
      String nothingInterval) {}

  /** One contribution to the change, in the setpoint's unit. */
  public record Contribution(String words, double change) {}

  /**
   * One step after signing.
   *
   * @param words "Release gates, 13 of 13 passed"
   * @param at when; null while it has not happened
   * @param mark DONE, RUNNING, FAILED or WAITING
   */
  public record TraceStep(String words, Instant at, Mark mark) {
    public enum Mark {
      DONE,
      RUNNING,
      FAILED,
      WAITING
    }
  }

  /**
   * An earlier recommendation and how it ended.
   *
   * @param effect what became of the forecast effect; {@code null} when nothing was written
   */
  public record EarlierProposal(
      String number,
      double from,
      double to,
      Instant at,
      RecommendationState ended,
      Effect effect) {}
}
