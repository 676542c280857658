package io.veritwin.recommendation.release;

import io.veritwin.recommendation.recommend.DesignSpace;
import io.veritwin.recommendation.recommend.InputPackage;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.RecommendationStage;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.recommendation.recommend.ReviewTasks;
import io.veritwin.recommendation.recommend.SendingRecommendation;
import io.veritwin.recommendation.recommend.SignedRecommendation;
import io.veritwin.recommendation.recommend.UnknownRecommendation;
import io.veritwin.recommendation.recommend.WrittenRecommendation;
import io.veritwin.records.identity.Machine;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The durable steps of a release: each moves the state and tells the trail in one transaction, and
 * none asks the plant. A step that finds another state than it expects does nothing (URS-421).
 */
@ApplicationScoped
public class ReleaseSteps {

  /** The machine that releases. */
  public static final Machine RELEASE_WORKER = new Machine("release worker");

  /** How long the effect is watched, on the wall clock. */
  public static final Duration WATCH = Duration.ofMinutes(30);

  @Inject Recommendations recommendations;
  @Inject SpentWrites spent;
  @Inject ReviewTasks tasks;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /**
   * Commits the intent to write, unless another worker holds the row or moved it on.
   *
   * @return the intent's audit entry; empty when there is nothing to do
   */
  @Transactional
  public Optional<Long> intend(String number, List<GateAnswer> answers, Instant gatesAt) {
    RecommendationStage stage =
        recommendations.lockUnlessBusy(number).map(Recommendation::stage).orElse(null);
    if (!(stage instanceof SignedRecommendation signed)) {
      return Optional.empty();
    }
    Recommendation r = signed.recommendation();
    SendingRecommendation sending =
        signed.intend(StoredAnswers.text(answers), gatesAt, clock.instant());
    spent.spend(r, clock.instant());
    long entry =
        trail.record(
            event(
                    "RECOMMENDATION_INTENT_TO_WRITE",
                    r,
                    "All "
                        + answers.size()
                        + " release gates answered OK. One write of "
                        + space(r).words(r.acceptedValue())
                        + " to "
                        + r.tag()
                        + " of "
                        + r.unit()
                        + " is about to be sent.",
                    null)
                .with(Map.of("gates", StoredAnswers.text(answers), "write.useId", r.useId())));
    sending.noteIntent(entry);
    return Optional.of(entry);
  }

  /** A gate answered NOT OK before the intent. What another worker is sending is left to it. */
  @Transactional
  public void refuse(String number, List<GateAnswer> answers, Instant gatesAt) {
    Recommendation r = recommendations.lock(number);
    if (r.stage() instanceof SignedRecommendation signed) {
      GateAnswer first = firstNotOk(number, answers);
      String sentence = notWritten(r, first.words(), first.rule());
      signed.refuse(StoredAnswers.text(answers), gatesAt, first.rule(), sentence);
      recordRefusal(r, answers, first, sentence);
    }
  }

  /** A gate answered NOT OK in the last look after this worker's intent: nothing was sent. */
  @Transactional
  public void refuseAfterIntent(String number, List<GateAnswer> answers, Instant gatesAt) {
    Recommendation r = recommendations.lock(number);
    if (r.stage() instanceof SendingRecommendation sending) {
      GateAnswer first = firstNotOk(number, answers);
      String sentence = notWritten(r, first.words(), first.rule());
      sending.refuse(StoredAnswers.text(answers), gatesAt, first.rule(), sentence);
      recordRefusal(r, answers, first, sentence);
    }
  }

  private static GateAnswer firstNotOk(String number, List<GateAnswer> answers) {
    return answers.stream()
        .filter(answer -> !answer.ok())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no gate refuses " + number));
  }

  private void recordRefusal(
      Recommendation r, List<GateAnswer> answers, GateAnswer first, String sentence) {
    trail.record(
        event("RECOMMENDATION_RELEASE_REFUSED", r, sentence, first.rule())
            .with(Map.of("gates", StoredAnswers.text(answers))));
    tasks.releaseEnded(r.number(), "refused");
  }

  /** The gateway refused before anything was sent. */
  @Transactional
  public void notSent(String number, String rule, String words) {
    if (recommendations.lock(number).stage() instanceof SendingRecommendation sending) {
      Recommendation r = sending.recommendation();
      String sentence = notWritten(r, words, rule);
      sending.refuse(r.gateAnswers(), clock.instant(), rule, sentence);
      trail.record(event("RECOMMENDATION_RELEASE_REFUSED", r, sentence, rule));
      tasks.releaseEnded(number, "refused");
    }
  }

  /** Its time was up before it could be released. */
  @Transactional
  public void lapse(String number) {
    if (recommendations.lock(number).stage() instanceof SignedRecommendation signed) {
      Recommendation r = signed.recommendation();
      String sentence =
          notWritten(
              r,
              "The recommendation expired at " + r.expiresAt() + " before it could be released.",
              "REL-03");
      signed.lapse(sentence, clock.instant());
      trail.record(event("RECOMMENDATION_LAPSED", r, sentence, "REL-03"));
      tasks.releaseEnded(number, "lapsed");
    }
  }

  /** The plant answered Good. */
  @Transactional
  public void written(String number, Instant at, long statusCode, long windowMicros) {
    if (recommendations.lock(number).stage() instanceof SendingRecommendation sending) {
      Recommendation r = sending.recommendation();
      sending.written(at, statusCode, windowMicros);
      trail.record(
          event(
                  "RECOMMENDATION_WRITTEN",
                  r,
                  "The plant took "
                      + space(r).words(r.acceptedValue())
                      + " for "
                      + r.tag()
                      + " of "
                      + r.unit()
                      + ". It is being read back.",
                  null)
              .with(
                  Map.of(
                      "write.status", "0x" + Long.toHexString(statusCode),
                      "write.at", at.toString(),
                      "write.windowMicroseconds", Long.toString(windowMicros))));
    }
  }

  /** The plant answered that it does not take the value. */
  @Transactional
  public void refusedByPlant(String number, long statusCode, String words) {
    if (recommendations.lock(number).stage() instanceof SendingRecommendation sending) {
      Recommendation r = sending.recommendation();
      String sentence =
          notWritten(
              r,
              "The plant refused the write with status 0x"
                  + Long.toHexString(statusCode)
                  + ": "
                  + words
                  + ".",
              "REL-20");
      sending.refusedByPlant(statusCode, sentence, clock.instant());
      trail.record(event("RECOMMENDATION_REFUSED_BY_PLANT", r, sentence, "REL-20"));
      tasks.releaseEnded(number, "refused by the plant");
    }
  }

  /** No answer came, or the read-back failed: nobody can say whether it was written. */
  @Transactional
  public void unknown(String number, String why) {
    RecommendationStage stage = recommendations.lock(number).stage();
    Recommendation r = stage.recommendation();
    String sentence =
        "Outcome unknown. "
            + space(r).words(r.acceptedValue())
            + " may or may not be in force on "
            + r.tag()
            + " of "
            + r.unit()
            + ". "
            + why
            + " It is not sent again; it is read back as soon as the link returns. Look at the"
            + " plant's own panel.";
    if (stage instanceof SendingRecommendation sending) {
      sending.unknown(sentence);
    } else if (stage instanceof WrittenRecommendation written) {
      written.unknown(sentence);
    } else {
      return;
    }
    trail.record(event("RECOMMENDATION_OUTCOME_UNKNOWN", r, sentence, null));
  }

  /** The plant holds the signed value. */
  @Transactional
  public void confirm(String number, double readBack, Instant at, int reads) {
    RecommendationStage stage = recommendations.lock(number).stage();
    Recommendation r = stage.recommendation();
    String sentence =
        "Written. "
            + r.tag()
            + " of "
            + r.unit()
            + " is "
            + space(r).words(readBack)
            + ", read back "
            + (reads == 1 ? "once after the link returned" : reads + " times")
            + ". The effect is watched.";
    if (stage instanceof WrittenRecommendation written) {
      written.confirm(readBack, at, at.plus(WATCH), sentence);
    } else if (stage instanceof UnknownRecommendation unknown) {
      unknown.resolveWritten(readBack, at, at.plus(WATCH), sentence);
    } else {
      return;
    }
    trail.record(event("RECOMMENDATION_CONFIRMED", r, sentence, null));
    tasks.releaseEnded(number, "confirmed");
  }

  /** The plant holds another value than the one signed. */
  @Transactional
  public void notInForce(String number, double readBack, Instant at) {
    RecommendationStage stage = recommendations.lock(number).stage();
    Recommendation r = stage.recommendation();
    DesignSpace space = space(r);
    String rule = stage instanceof WrittenRecommendation ? "REL-21" : "REL-22";
    String sentence =
        "Not written. "
            + r.tag()
            + " of "
            + r.unit()
            + " is "
            + space.words(readBack)
            + ", read back at "
            + at
            + "; signed was "
            + space.words(r.acceptedValue())
            + " ("
            + rule
            + "). Look at the plant's own panel. It is not sent again; a new proposal comes by"
            + " itself.";
    if (stage instanceof WrittenRecommendation written) {
      written.notApplied(readBack, at, sentence);
    } else if (stage instanceof UnknownRecommendation unknown) {
      unknown.resolveNotWritten(readBack, at, sentence);
    } else {
      return;
    }
    trail.record(event("RECOMMENDATION_NOT_WRITTEN", r, sentence, rule));
    tasks.releaseEnded(number, "not written");
  }

  private static AuditEvent event(String name, Recommendation r, String sentence, String rule) {
    return new AuditEvent(
        name, RELEASE_WORKER, r.recordRef(), sentence, null, false, rule, List.of(), Map.of());
  }

  private static String notWritten(Recommendation r, String why, String rule) {
    return "Not written. "
        + r.tag()
        + " of "
        + r.unit()
        + " stays at "
        + space(r).words(r.currentValue())
        + ". "
        + why
        + " ("
        + rule
        + ") When the reason is gone a new proposal comes by itself; this one cannot be used"
        + " again.";
  }

  private static DesignSpace space(Recommendation r) {
    return InputPackage.read(r.inputPackage()).space();
  }
}
