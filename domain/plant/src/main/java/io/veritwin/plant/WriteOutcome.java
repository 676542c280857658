package io.veritwin.plant;

import java.time.Instant;

/** How one guarded write ended. Nothing here is ever retried by the gateway. */
public sealed interface WriteOutcome {

  /**
   * The plant's server accepted the value. Whether the plant took it over is shown only by {@link
   * PlantGateway#readBack}.
   *
   * @param at when the answer arrived
   * @param statusCode the node's own status code
   */
  record Written(Instant at, long statusCode) implements WriteOutcome {}

  /** The plant's server answered and refused: the setpoint is as it was. */
  record RefusedByPlant(long statusCode, String words) implements WriteOutcome {}

  /**
   * The gateway refused before anything was sent: expired, used before, not on the list, no link.
   * The setpoint is as it was.
   *
   * @param rule the rule's number: "PLT-03"
   */
  record NotSent(String rule, String words) implements WriteOutcome {}

  /** The request may have reached the plant: to be resolved by reading back, never by repeating. */
  record OutcomeUnknown(String words) implements WriteOutcome {}
}
