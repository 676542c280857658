package io.veritwin.twin.optimisation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.optimisation.ChosenValueResult.Expected;
import io.veritwin.twin.optimisation.ChosenValueResult.Refused;
import io.veritwin.twin.optimisation.OptimisationResult.Proposal;
import io.veritwin.twin.optimisation.OptimisationResult.Undecided;
import io.veritwin.validation.evidence.Verifies;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

class FeedOptimiserTest {

  private static final FeedOptimiser OPTIMISER =
      new FeedOptimiser(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  private static final List<DeviationGroup> GROUPS =
      List.of(
          new DeviationGroup("cells", "Viable cells", List.of("Xv")),
          new DeviationGroup("substrates", "Glucose and glutamine", List.of("Glc", "Gln")),
          new DeviationGroup("by-products", "Lactate and ammonia", List.of("Lac", "Amm")),
          new DeviationGroup("vessel", "Product and volume", List.of("mAb", "V")));

  private static final List<Limit> LIMITS =
      List.of(
          new Limit("GLC", Limit.Side.MINIMUM, 4),
          new Limit("GLC", Limit.Side.MAXIMUM, 45),
          new Limit("VOLUME", Limit.Side.MAXIMUM, 1900));

  @Test
  @Verifies({"URS-222", "URS-223"})
  void aProposalLiesInTheEnvelopeForAnyStateAndItsContributionsSumExactly() {
    RandomGenerator random = new Well19937c(11);
    int proposals = 0;
    int changes = 0;
    for (int seed = 0; seed < 12; seed++) {
      FeedProblem problem = randomProblem(random, seed);
      OptimisationResult result = OPTIMISER.optimise(problem);
      if (result instanceof Proposal proposal) {
        proposals++;
        Envelope envelope = problem.envelope();
        assertTrue(
            envelope.refusal(problem.currentValue(), proposal.value()).isEmpty(),
            proposal.value() + " in " + envelope);
        assertTrue(proposal.confidence().worstBreachProbability() <= envelope.breachProbability());
        BigDecimal sum =
            proposal.contributions().stream()
                .map(Contribution::change)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertEquals(
            0, sum.compareTo(proposal.value().subtract(proposal.currentValue())), result::toString);
        assertEquals(6, proposal.contributions().size());
        changes += proposal.value().compareTo(proposal.currentValue()) != 0 ? 1 : 0;
      }
    }
    assertTrue(proposals >= 6, proposals + " proposals");
    assertTrue(changes >= 3, changes + " changes");
  }

  @Test
  @Verifies("URS-222")
  void aProposalThatChangesTheFeedIsExpectedToGain() {
    Proposal proposal = proposal(problem(ChoCases.day5(), "1.50", LIMITS));
    assertTrue(proposal.value().compareTo(proposal.currentValue()) != 0);
    assertTrue(proposal.expectedGain() > 0, proposal::toString);
    int last = proposal.ifAccepted().times().length - 1;
    assertTrue(
        proposal.ifAccepted().band("PRODUCT").median()[last]
            > proposal.ifNothingIsDone().band("PRODUCT").median()[last]);
    assertTrue(proposal.objective().contains("glucose at least 4"), proposal.objective());
  }

  // With the limit on one step in every comparison, all states ask for the same full step.
  @Test
  @Verifies("URS-223")
  void whatDrivesAChangeShowsAlsoWhereTheLimitOnOneStepCutsItShort() {
    EstimatorState day5 = ChoCases.day5();
    double[] mean = day5.mean();
    mean[ChoCases.MODEL.stateIndex("Xv")] *= 1.1;
    mean[ChoCases.MODEL.stateIndex("Glc")] *= 0.9;
    FeedProblem wide =
        problem(
            new EstimatorState(day5.time(), mean, day5.covariance()),
            "1.50",
            List.of(LIMITS.get(0), new Limit("GLC", Limit.Side.MAXIMUM, 28)));
    Envelope e = wide.envelope();
    Envelope narrow =
        new Envelope(
            e.lower(),
            e.upper(),
            new BigDecimal("0.20"),
            e.resolution(),
            e.pathLimits(),
            e.breachProbability());
    Proposal proposal = proposal(with(wide, narrow));
    assertEquals(
        0, proposal.value().subtract(new BigDecimal("1.50")).abs().compareTo(narrow.largestStep()));
    assertEquals(
        List.of(1, 1, 1, 0, 0, -1),
        proposal.contributions().stream().map(c -> c.change().signum()).toList(),
        proposal.contributions()::toString);
  }

  private static FeedProblem with(FeedProblem p, Envelope envelope) {
    return new FeedProblem(
        p.model(),
        p.parameters(),
        p.parameterCovariance(),
        p.state(),
        p.referenceState(),
        p.groups(),
        p.doNothing(),
        p.inputId(),
        p.currentValue(),
        p.objectiveOutputId(),
        p.horizonHours(),
        envelope,
        p.scenarios(),
        p.seed(),
        p.timeBox());
  }

  @Test
  @Verifies("URS-213")
  void theSameProblemGivesTheSameBits() {
    FeedProblem problem = problem(ChoCases.day5(), "1.50", LIMITS);
    Proposal first = proposal(problem);
    Proposal second = proposal(problem);
    assertEquals(first.value(), second.value());
    assertEquals(first.contributions(), second.contributions());
    assertEquals(first.expectedGain(), second.expectedGain());
    assertArrayEquals(
        first.ifAccepted().band("GLC").upper95(), second.ifAccepted().band("GLC").upper95());
  }

  @Test
  @Verifies("URS-224")
  void aSearchBeyondItsTimeBoxIsUndecided() {
    Clock fast =
        new Clock() {
          private Instant now = Instant.EPOCH;

          @Override
          public Instant instant() {
            now = now.plusMillis(100);
            return now;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    Undecided undecided =
        assertInstanceOf(
            Undecided.class,
            new FeedOptimiser(fast).optimise(problem(ChoCases.day5(), "1.50", LIMITS)));
    assertTrue(undecided.reason().contains("time box"), undecided.reason());
  }

  @Test
  @Verifies("URS-224")
  void limitsThatNoValueKeepsLeaveItUndecidedWithTheLimit() {
    List<Limit> impossible = List.of(new Limit("GLC", Limit.Side.MINIMUM, 60));
    Undecided undecided =
        assertInstanceOf(
            Undecided.class, OPTIMISER.optimise(problem(ChoCases.day5(), "1.50", impossible)));
    assertTrue(undecided.reason().contains("glucose at least 60"), undecided.reason());
  }

  @Test
  @Verifies("URS-225")
  void aLowerValueThatTheOperatorChoosesIsForecastByTheSameScenarios() {
    FeedProblem problem = problem(ChoCases.day5(), "1.50", LIMITS);
    Proposal proposal = proposal(problem);
    Expected same = assertInstanceOf(Expected.class, OPTIMISER.evaluate(problem, proposal.value()));
    assertEquals(proposal.expectedGain(), same.expectedGain());
    BigDecimal between = proposal.value().add(problem.currentValue()).divide(BigDecimal.valueOf(2));
    BigDecimal rounded = between.setScale(2, java.math.RoundingMode.DOWN);
    Expected chosen = assertInstanceOf(Expected.class, OPTIMISER.evaluate(problem, rounded));
    assertTrue(chosen.expectedGain() < proposal.expectedGain());
  }

  @Test
  @Verifies("URS-225")
  void aChosenValueOutsideTheEnvelopeIsRefusedWithTheReason() {
    FeedProblem problem = problem(ChoCases.day5(), "1.50", LIMITS);
    for (String[] refused :
        new String[][] {
          {"5.00", "5.00 lies outside 0 to 4."},
          {"3.50", "3.50 is further than 1.00 from the current 1.50."},
          {"1.503", "1.503 is not a multiple of the actuator's 0.01."}
        }) {
      assertEquals(
          refused[1],
          assertInstanceOf(Refused.class, OPTIMISER.evaluate(problem, new BigDecimal(refused[0])))
              .reason());
    }
  }

  private static Proposal proposal(FeedProblem problem) {
    return assertInstanceOf(Proposal.class, OPTIMISER.optimise(problem));
  }

  private static FeedProblem problem(EstimatorState state, String current, List<Limit> limits) {
    double[] reference =
        ChoCases.run(ChoCases.MODEL.nominalParameters(), ChoCases.dailyFeed(), 120).stateAt(120);
    return new FeedProblem(
        ChoCases.MODEL,
        ChoCases.MODEL.nominalParameters(),
        ChoCases.parameterCovariance(0.03),
        state,
        reference,
        GROUPS,
        ChoCases.dailyFeed().withInputFrom(state.time(), 0, Double.parseDouble(current)),
        "feed",
        new BigDecimal(current),
        "PRODUCT",
        72,
        new Envelope(
            BigDecimal.ZERO,
            new BigDecimal("4"),
            new BigDecimal("1.00"),
            new BigDecimal("0.01"),
            limits,
            0.05),
        20,
        7,
        Duration.ofSeconds(30));
  }

  private static FeedProblem randomProblem(RandomGenerator random, int seed) {
    EstimatorState nominal = ChoCases.day5();
    double[] mean = nominal.mean();
    for (int i = 0; i < 6; i++) {
      mean[i] *= StrictMath.exp(0.3 * random.nextGaussian());
    }
    EstimatorState state = new EstimatorState(nominal.time(), mean, nominal.covariance());
    String current = String.valueOf(Math.round(400 * random.nextDouble()) / 100.0);
    return problem(state, current, seed % 4 == 3 ? List.of(LIMITS.get(0)) : LIMITS);
  }
}
