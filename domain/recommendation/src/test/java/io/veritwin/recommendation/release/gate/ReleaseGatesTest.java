package io.veritwin.recommendation.release.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.plant.PhaseState;
import io.veritwin.plant.ReadBack;
import io.veritwin.recommendation.recommend.StoredProposal;
import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;
import io.veritwin.recommendation.release.ReleaseEvidence.ModelInForce;
import io.veritwin.recommendation.release.ReleaseEvidence.SignatureFinding;
import io.veritwin.recommendation.release.ReleaseEvidence.SignedLeaf;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each gate is seen failing, alone, and says why with both values. */
class ReleaseGatesTest {

  @Test
  @Verifies("URS-420")
  void everyGateAnswersOkOnSoundEvidence() {
    List<GateAnswer> answers = ReleaseGates.ask(new Evidence().gathered());
    assertEquals(14, answers.size());
    assertTrue(answers.stream().allMatch(GateAnswer::ok), answers::toString);
  }

  static Stream<Arguments> spoiled() {
    return Stream.of(
        one(
            "REL-01",
            "does not verify",
            e ->
                e.signature =
                    Optional.of(
                        new SignatureFinding(
                            false, "The record changed after it was signed.", "Marta Reuter"))),
        one(
            "REL-01",
            "not about P-0412",
            e -> {
              e.leaf =
                  Optional.of(
                      new SignedLeaf(
                          "P-0411", "task-1", "b".repeat(64), "d".repeat(64), 46.5, "use-412"));
            }),
        one(
            "REL-01",
            "The value signed is 46.0 mL/h, the value on record is 46.5 mL/h",
            e -> {
              e.leaf =
                  Optional.of(
                      new SignedLeaf(
                          "P-0412", "task-1", "b".repeat(64), "d".repeat(64), 46.0, "use-412"));
            }),
        one("REL-02", "No durable checkpoint covers", e -> e.receipt = Optional.empty()),
        one(
            "REL-03",
            "expired at 2026-11-20 10:00:00 UTC; it is now 2026-11-20 10:00:00 UTC",
            e -> e.at = StoredProposal.PROPOSED_AT.plusSeconds(1200)),
        one("REL-04", "was used for a write before", e -> e.spent = Optional.of(true)),
        one(
            "REL-05",
            "The effective model is CHO-FB 1.4",
            e -> e.model = Optional.of(new ModelInForce("CHO-FB 1.4", "c".repeat(64)))),
        one(
            "REL-06",
            "FIC-204.PV was 6 s old; the rule allows 5 s",
            e -> e.readings = Optional.of(List.of(Evidence.reading(true, 6)))),
        one(
            "REL-06",
            "FIC-204.PV is not of good quality",
            e -> e.readings = Optional.of(List.of(Evidence.reading(false, 1)))),
        one(
            "REL-07",
            "Phase Feeding of BR-204 is held; the rule asks for running",
            e -> e.batch = Optional.of(Evidence.batch("B26-1107", "Feeding", PhaseState.HELD))),
        one(
            "REL-07",
            "BR-204 runs batch B26-1108; the recommendation is for batch B26-1107",
            e -> e.batch = Optional.of(Evidence.batch("B26-1108", "Feeding", PhaseState.RUNNING))),
        one(
            "REL-07",
            "is in phase Harvest; the recommendation is for phase Feeding",
            e -> e.batch = Optional.of(Evidence.batch("B26-1107", "Harvest", PhaseState.RUNNING))),
        one(
            "REL-08",
            "The step of 7.0 mL/h from 39.5 to 46.5 is larger than the 6.0 mL/h",
            e -> {
              e.setpoint = Optional.of(Evidence.setpoint(39.5));
            },
            "REL-09"),
        one(
            "REL-08",
            "46.7 mL/h is no multiple of 0.5 mL/h",
            e -> {
              e.recommendation = StoredProposal.signed(46.7);
              e.leaf =
                  Optional.of(
                      new SignedLeaf(
                          "P-0412", "task-1", "b".repeat(64), "d".repeat(64), 46.7, "use-412"));
            }),
        one(
            "REL-09",
            "The plant holds 43.0 mL/h on FIC-204.SP; it was 42.0 mL/h",
            e -> e.setpoint = Optional.of(Evidence.setpoint(43.0))),
        one(
            "REL-09",
            "The plant does not vouch for FIC-204.SP: sensor failure",
            e -> e.setpoint = Optional.of(new ReadBack.NotGood(0x80000000L, "sensor failure")),
            "REL-08"),
        one(
            "REL-09",
            "The plant did not answer when FIC-204.SP was read",
            e -> e.setpoint = Optional.of(new ReadBack.Unreachable("no session")),
            "REL-08"),
        one("REL-10", "No actuator: BR-204 cannot react", e -> e.actuator = Optional.of(false)),
        one("REL-11", "The plant link is down", e -> e.link = Optional.of(Evidence.link(false))),
        one("REL-11", "does not grant a write", e -> e.writeGranted = Optional.of(false)),
        one(
            "REL-12",
            "remembers the decision rejected",
            e -> e.decision = Optional.of(Evidence.decision("rejected", "d".repeat(64)))),
        one(
            "REL-12",
            "over digest ffff ffff; signed is S-1 over digest dddd dddd",
            e -> e.decision = Optional.of(Evidence.decision("accepted", "f".repeat(64)))),
        one(
            "REL-13",
            "The audit log cannot be written.",
            e -> e.log = Optional.of(Optional.of("The audit log cannot be written."))),
        one("REL-14", "Advice for BR-204 was stopped", e -> e.adviceStopped = Optional.of(true)));
  }

  private static Arguments one(
      String rule, String words, Consumer<Evidence> spoil, String... alsoFails) {
    return Arguments.of(rule, words, spoil, List.of(alsoFails));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("spoiled")
  @Verifies({"URS-420", "URS-422"})
  void aGateRefusesAloneAndSaysWhyWithBothValues(
      String rule, String words, Consumer<Evidence> spoil, List<String> alsoFails) {
    Evidence evidence = new Evidence();
    spoil.accept(evidence);
    List<GateAnswer> answers = ReleaseGates.ask(evidence.gathered());
    List<String> failed =
        answers.stream().filter(a -> !a.ok()).map(GateAnswer::rule).sorted().toList();
    List<String> expected = Stream.concat(Stream.of(rule), alsoFails.stream()).sorted().toList();
    assertEquals(expected, failed);
    String sentence =
        answers.stream().filter(a -> a.rule().equals(rule)).findFirst().orElseThrow().words();
    assertTrue(sentence.contains(words), sentence);
    assertTrue(sentence.endsWith("."), sentence);
  }

  static Stream<Arguments> missing() {
    return Stream.of(
        one("REL-01", "", e -> e.signature = Optional.empty()),
        one("REL-01", "", e -> e.leaf = Optional.empty(), "REL-12"),
        one("REL-02", "", e -> e.receipt = Optional.empty()),
        one("REL-04", "", e -> e.spent = Optional.empty()),
        one("REL-05", "", e -> e.model = Optional.empty()),
        one("REL-06", "", e -> e.readings = Optional.empty()),
        one("REL-06", "", e -> e.readings = Optional.of(List.of())),
        one("REL-07", "", e -> e.batch = Optional.empty()),
        one("REL-08", "", e -> e.space = Optional.empty()),
        one("REL-09", "", e -> e.setpoint = Optional.empty(), "REL-08"),
        one("REL-10", "", e -> e.actuator = Optional.empty()),
        one("REL-11", "", e -> e.link = Optional.empty()),
        one("REL-11", "", e -> e.writeGranted = Optional.empty()),
        one("REL-12", "", e -> e.decision = Optional.empty()),
        one("REL-13", "", e -> e.log = Optional.empty()),
        one("REL-14", "", e -> e.adviceStopped = Optional.empty()));
  }

  @ParameterizedTest(name = "{0} with a source missing")
  @MethodSource("missing")
  @Verifies("URS-422")
  void whatAGateCannotSeeItAnswersNotOk(
      String rule, String words, Consumer<Evidence> spoil, List<String> alsoFails) {
    Evidence evidence = new Evidence();
    spoil.accept(evidence);
    List<String> failed =
        ReleaseGates.ask(evidence.gathered()).stream()
            .filter(a -> !a.ok())
            .map(GateAnswer::rule)
            .sorted()
            .toList();
    assertEquals(Stream.concat(Stream.of(rule), alsoFails.stream()).sorted().toList(), failed);
  }

  @Test
  @Verifies({"URS-420", "URS-014"})
  void aUnitWithoutAnActuatorIsRefusedForThatReasonBeforeWhatFollowsFromIt() {
    Evidence evidence = new Evidence();
    evidence.actuator = Optional.of(false);
    evidence.setpoint = Optional.of(new ReadBack.Unreachable("no such tag"));
    evidence.writeGranted = Optional.of(false);
    GateAnswer first =
        ReleaseGates.ask(evidence.gathered()).stream().filter(a -> !a.ok()).findFirst().get();
    assertEquals("REL-10", first.rule());
    assertTrue(first.words().startsWith("No actuator: "), first.words());
  }

  @Test
  @Verifies("URS-420")
  void theLastLookAsksEveryGateButTheOneItsOwnIntentHasSpent() {
    Evidence evidence = new Evidence();
    evidence.spent = Optional.of(true);
    ReleaseEvidence gathered = evidence.gathered();
    assertFalse(ReleaseGates.ask(gathered).stream().allMatch(GateAnswer::ok));
    List<GateAnswer> last = ReleaseGates.askAfterIntent(gathered);
    assertEquals(13, last.size());
    assertTrue(last.stream().allMatch(GateAnswer::ok));
  }
}
