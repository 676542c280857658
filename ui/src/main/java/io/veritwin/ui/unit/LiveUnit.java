package io.veritwin.ui.unit;

import java.util.List;

/**
 * What the operator's page asks for again and again: everything that can change within a second.
 * Times are ISO 8601 in UTC, {@code null} stands for "none".
 *
 * @param now server time
 * @param unit name and title
 * @param batch what runs
 * @param link the link to the plant
 * @param twin how closely the twin is coupled, and why
 * @param alarms what is not as it should be
 * @param quantities the main values, in the order of the trends
 * @param secondary the values of the bottom bar
 * @param proposal the open or last closed proposal; {@code null} when there is none
 * @param noProposal why nothing is proposed
 * @param history how earlier proposals ended, in one sentence
 */
public record LiveUnit(
    String now,
    UnitName unit,
    Batch batch,
    Link link,
    Twin twin,
    Alarms alarms,
    List<Value> quantities,
    List<Secondary> secondary,
    Proposal proposal,
    String noProposal,
    String history) {

  public record UnitName(String id, String title) {}

  public record Batch(String id, String product, String phaseWords) {}

  /** {@code state} is GOOD or LOST. */
  public record Link(String state, String words, String lastValueAt) {}

  public record Twin(String level, String words) {}

  /**
   * {@code counts} of urgent, high, advisory; {@code worst} is {@code null} when nothing stands.
   */
  public record Alarms(List<Integer> counts, Alarm worst, List<Alarm> all) {}

  /** {@code kind} is "estimate" or "measured"; {@code at} is the source time behind it. */
  public record Value(
      String title,
      String unit,
      int decimals,
      String kind,
      Double value,
      Double lower,
      Double upper,
      String at,
      boolean old,
      String note) {}

  /** {@code alarm} is the priority of its alarm; {@code null} when it has none. */
  public record Secondary(
      String title,
      String unit,
      int decimals,
      Double value,
      boolean old,
      List<Double> scale,
      List<Double> normal,
      String rangeWords,
      Integer alarm) {}

  /** The proposal card; {@code until} says what accepting it leads to. */
  public record Proposal(
      String number,
      boolean waits,
      String proposedAt,
      String expiresAt,
      String quantity,
      String tag,
      double from,
      double to,
      double lowest,
      String unit,
      int decimals,
      Space space,
      List<Effect> effects,
      List<Contribution> contributions,
      String basis,
      String history,
      boolean mayReject,
      List<Reason> reasons,
      List<String> rejectReasons,
      List<String> lowerReasons,
      String until,
      String closedWords,
      Outcome outcome) {}

  public record Space(double low, double high, double stepLow, double stepHigh, double step) {}

  public record Effect(String label, Expected accepted, Expected nothing) {}

  /** A value and its interval, both as they are printed. */
  public record Expected(String value, String interval) {}

  public record Contribution(String label, double value) {}

  public record Reason(String rule, String sentence) {}

  /**
   * What became of it; {@code measured} is the plant's value once it was read back, else absent.
   */
  public record Outcome(
      boolean refused,
      String badge,
      String headline,
      Double measured,
      String sentence,
      List<Gate> gates,
      List<Step> steps,
      String next,
      String footer) {}

  /** {@code state} is "passed", "failed" or "not run". */
  public record Gate(int n, String rule, String question, String answer, String state) {}

  /** {@code state} is "done", "now", "failed" or "ahead". */
  public record Step(String state, String words, String at, String until, String more) {}
}
