package io.veritwin.plant.opcua;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.plant.PlantWrite;
import io.veritwin.plant.Tag;
import io.veritwin.plant.WriteOutcome;
import io.veritwin.plant.WriteUses;
import java.time.Clock;
import java.util.Optional;

/**
 * The last look before a write leaves: in the ledger, unexpired, on the list, link live, used once;
 * in this order, so that a use-id is used up only by what is really sent (URS-244, URS-245).
 */
final class GuardedWrite {

  private final PlantLink link;
  private final WriteUses uses;
  private final Clock clock;
  private final LogVerifierKey logKey;

  GuardedWrite(PlantLink link, WriteUses uses, Clock clock, LogVerifierKey logKey) {
    this.link = link;
    this.uses = uses;
    this.clock = clock;
    this.logKey = logKey;
  }

  WriteOutcome write(PlantWrite write) {
    Optional<WriteOutcome> refusal = reasonAgainst(write);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!uses.use(write, clock.instant())) {
      return notSent("PLT-05", "This signed release was sent before; it allows one write.");
    }
    return link.write(write);
  }

  private Optional<WriteOutcome> reasonAgainst(PlantWrite write) {
    try {
      write.verifyAgain(logKey);
    } catch (IllegalArgumentException notProven) {
      return Optional.of(notSent("PLT-01", notProven.getMessage()));
    }
    if (write.expired(clock)) {
      return Optional.of(
          notSent("PLT-02", "The signed release expired at " + write.expires() + "."));
    }
    Tag tag;
    try {
      tag = link.unit(write.unit()).tag(write.tag());
    } catch (IllegalArgumentException unknown) {
      return Optional.of(
          notSent("PLT-03", "The plant has no such setpoint: " + unknown.getMessage() + "."));
    }
    if (!tag.writable() || !tag.nodeId().equals(write.node())) {
      return Optional.of(
          notSent(
              "PLT-03", write.node() + " is not on the list of setpoints the platform may write."));
    }
    if (!tag.ucum().equals(write.unitOfMeasure())
        || write.value() < tag.euLow()
        || write.value() > tag.euHigh()) {
      return Optional.of(
          notSent(
              "PLT-03",
              write.value()
                  + " "
                  + write.unitOfMeasure()
                  + " is not a value of "
                  + tag.name()
                  + ", which takes "
                  + tag.euLow()
                  + " to "
                  + tag.euHigh()
                  + " "
                  + tag.ucum()
                  + "."));
    }
    if (!link.live(write.unit())) {
      return Optional.of(notSent("PLT-04", "There is no live link to " + write.unit() + "."));
    }
    return Optional.empty();
  }

  private static WriteOutcome notSent(String rule, String why) {
    return new WriteOutcome.NotSent(rule, "Nothing was sent. " + why);
  }
}
