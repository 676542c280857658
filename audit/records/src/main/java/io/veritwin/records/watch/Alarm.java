package io.veritwin.records.watch;

import io.veritwin.records.signature.Refusal;
import java.time.Instant;

/**
 * Something about the platform itself that a person must see to.
 *
 * @param rule its number, for example "CLK-01"; one alarm of a number stands at a time
 * @param sentence what was found and what to do
 * @param since server time when it was found
 * @param stopsActs true when nothing regulated may happen while it stands
 */
public record Alarm(String rule, String sentence, Instant since, boolean stopsActs) {

  /** The same as the reason against an act. */
  public Refusal refusal() {
    return new Refusal(rule, sentence);
  }
}
