package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;
import java.util.List;

/** All release gates, in the order in which they are printed. Each is asked; none is skipped. */
public final class ReleaseGates {

  private static final List<ReleaseGate> ALL =
      List.of(
          new SignatureValid(),
          new ReceiptPresent(),
          new NotExpired(),
          new NotUsedBefore(),
          new ModelEffective(),
          new ReadingsFresh(),
          new UnitRunning(),
          // Before the gates that read the setpoint: without an actuator there is none to read.
          new ActuatorPresent(),
          new ValueInsideDesignSpace(),
          new SetpointUnchanged(),
          new PlantLinkUp(),
          new DecisionMatches(),
          new LogSound(),
          new AdviceNotStopped());

  private ReleaseGates() {}

  public static List<ReleaseGate> all() {
    return ALL;
  }

  /** The answers of all gates to one body of evidence. */
  public static List<GateAnswer> ask(ReleaseEvidence evidence) {
    return ALL.stream().map(gate -> gate.answer(evidence)).toList();
  }

  /**
   * The answers in the last look before the write. By then the intent itself has spent the use-id,
   * so that gate's earlier answer stands; all others are asked again.
   */
  public static List<GateAnswer> askAfterIntent(ReleaseEvidence evidence) {
    return ALL.stream()
        .filter(gate -> !(gate instanceof NotUsedBefore))
        .map(gate -> gate.answer(evidence))
        .toList();
  }
}
