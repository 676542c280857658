package io.veritwin.recommendation.observe;

import io.veritwin.lifecycle.assignment.EffectiveModel;
import io.veritwin.plant.OfflineSample;
import io.veritwin.plant.PlantHistory;
import io.veritwin.plant.Reading;
import io.veritwin.recommendation.accept.AcceptedRecord;
import io.veritwin.recommendation.accept.AskEngineer;
import io.veritwin.recommendation.accept.EngineerQuestion;
import io.veritwin.recommendation.observe.TwinBinding.Role;
import io.veritwin.recommendation.observe.UnitView.Band;
import io.veritwin.recommendation.observe.UnitView.Contribution;
import io.veritwin.recommendation.observe.UnitView.EarlierProposal;
import io.veritwin.recommendation.observe.UnitView.Fan;
import io.veritwin.recommendation.observe.UnitView.LabSample;
import io.veritwin.recommendation.observe.UnitView.Point;
import io.veritwin.recommendation.observe.UnitView.ProposalView;
import io.veritwin.recommendation.observe.UnitView.QuantityView;
import io.veritwin.recommendation.observe.UnitView.SetpointView;
import io.veritwin.recommendation.observe.UnitView.TraceStep;
import io.veritwin.recommendation.observe.UnitView.TraceStep.Mark;
import io.veritwin.recommendation.recommend.AdviceRules;
import io.veritwin.recommendation.recommend.AdviceStatus;
import io.veritwin.recommendation.recommend.DesignSpace;
import io.veritwin.recommendation.recommend.ExpectedEffects;
import io.veritwin.recommendation.recommend.InputPackage;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.recommendation.recommend.StoredForecast;
import io.veritwin.recommendation.recommend.UnitFacts;
import io.veritwin.recommendation.recommend.UnitFactsSource;
import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.StoredAnswers;
import io.veritwin.records.signature.Refusal;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.forecast.OutputBand;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the operator's screen shows about the twin of a unit. Reads only. */
@ApplicationScoped
public class UnitViews {

  private static final double HISTORY_HOURS = 60;
  private static final int MOST_POINTS = 240;
  private static final int MOST_EARLIER = 20;

  @Inject UnitFactsSource facts;
  @Inject TwinEstimates estimates;
  @Inject ObserveUnit observe;
  @Inject TwinBindings bindings;
  @Inject Recommendations recommendations;
  @Inject AdviceStatus status;
  @Inject AcceptedRecord record;
  @Inject AskEngineer engineer;
  @Inject PlantHistory history;
  @Inject Clock clock;

  /**
   * The view now.
   *
   * @throws IllegalArgumentException when the unit is not registered
   */
  @Transactional
  public UnitView of(String unit) {
    UnitFacts f = facts.of(unit);
    List<Recommendation> newest = recommendations.newest(unit, MOST_EARLIER + 1);
    Recommendation shown = newest.isEmpty() ? null : newest.get(0);
    boolean old = f.estimate().isEmpty() || !f.link().live();
    List<TwinEstimate> chain = chain(f);
    return new UnitView(
        unit,
        f.at(),
        f.estimate().map(TwinEstimate::processTime).orElse(Double.NaN),
        f.estimate().map(TwinEstimate::sourceTime).orElse(null),
        old,
        noEstimateBecause(f),
        f.model().map(model -> quantities(f, model, chain, shown, old)).orElse(List.of()),
        setpoint(f, chain),
        shown == null ? null : proposal(shown, f),
        newest.stream().skip(1).map(UnitViews::earlier).toList(),
        shown != null && shown.state() == RecommendationState.PROPOSED ? "" : status.words(unit),
        f.stopped(),
        f.model().map(EffectiveModel::versionName).orElse(""));
  }

  /** One recommendation as its card shows it, also when a newer one has taken its place there. */
  @Transactional
  public Optional<ProposalView> proposal(String number) {
    return recommendations.find(number).map(r -> proposal(r, facts.of(r.unit())));
  }

  private String noEstimateBecause(UnitFacts f) {
    if (f.model().isEmpty()) {
      return f.noModelBecause();
    }
    return f.estimate().isPresent() ? "" : observe.noEstimateBecause(f.unit());
  }

  private List<TwinEstimate> chain(UnitFacts f) {
    return f.estimate()
        .map(
            newest ->
                estimates.thinned(
                    f.unit(),
                    newest.batch(),
                    newest.modelDigest(),
                    newest.processTime() - HISTORY_HOURS,
                    MOST_POINTS))
        .orElse(List.of());
  }

  private List<QuantityView> quantities(
      UnitFacts f,
      EffectiveModel effective,
      List<TwinEstimate> chain,
      Recommendation shown,
      boolean old) {
    ProcessModel model = effective.model();
    Map<String, List<Band>> series = new LinkedHashMap<>();
    for (TwinEstimate estimate : chain) {
      OutputEstimates.of(model, effective.parameters(), EstimateContent.read(estimate.content()))
          .forEach((id, band) -> series.computeIfAbsent(id, k -> new ArrayList<>()).add(band));
    }
    Map<String, List<LabSample>> lab = lab(f, effective, chain);
    Optional<StoredForecast> forecast = forecastToShow(shown, old);
    List<QuantityView> views = new ArrayList<>();
    for (Quantity output : model.outputs()) {
      if (!effective.credibleFor(output.id())) {
        continue;
      }
      List<Band> bands = series.getOrDefault(output.id(), List.of());
      views.add(
          new QuantityView(
              output.id(),
              output.title(),
              output.unit(),
              bands.isEmpty() ? null : bands.get(bands.size() - 1),
              bands,
              lab.getOrDefault(output.id(), List.of()),
              forecast.map(fc -> fan(fc.ifAccepted(), output.id())).orElse(List.of()),
              forecast.map(fc -> fan(fc.ifNothing(), output.id())).orElse(List.of()),
              limit(f, output.id(), Limit.Side.MINIMUM),
              limit(f, output.id(), Limit.Side.MAXIMUM)));
    }
    return views;
  }

  /** The forecast belongs on the screen while its proposal waits, or its effect is watched. */
  private Optional<StoredForecast> forecastToShow(Recommendation shown, boolean old) {
    boolean current =
        shown != null
            && (!shown.state().closed() || shown.effect() == Recommendation.Effect.WATCHING);
    return current && !old ? Optional.of(forecast(shown)) : Optional.empty();
  }

  /** The forecast of the value proposed, or of the value that was signed in its place. */
  private StoredForecast forecast(Recommendation r) {
    return r.acceptedValue() == null
        ? StoredForecast.read(r.forecast())
        : record.forecast(r, BigDecimal.valueOf(r.acceptedValue()));
  }

  private Map<String, List<LabSample>> lab(
      UnitFacts f, EffectiveModel effective, List<TwinEstimate> chain) {
    Map<String, List<LabSample>> lab = new LinkedHashMap<>();
    if (chain.isEmpty()) {
      return lab;
    }
    List<TwinBinding> assays =
        bindings.of(f.unit(), effective.model().structureId()).stream()
            .filter(binding -> binding.role() == Role.ASSAY)
            .toList();
    double from = chain.get(0).processTime();
    double to = chain.get(chain.size() - 1).processTime();
    for (OfflineSample sample :
        history.samples(f.unit(), chain.get(0).sourceTime(), clock.instant())) {
      if (sample.sampleTimeHours() < from || sample.sampleTimeHours() > to) {
        continue;
      }
      for (TwinBinding assay : assays) {
        Reading reading = sample.assays().get(assay.tag());
        if (reading != null && reading.good() && reading.value() != null) {
          lab.computeIfAbsent(assay.quantity(), k -> new ArrayList<>())
              .add(new LabSample(sample.sampleTimeHours(), reading.value() * assay.factor));
        }
      }
    }
    return lab;
  }

  private static List<Fan> fan(Forecast forecast, String output) {
    OutputBand band = forecast.band(output);
    List<Fan> fan = new ArrayList<>();
    for (int i = 0; i < forecast.times().length; i++) {
      fan.add(
          new Fan(
              forecast.times()[i],
              band.median()[i],
              band.lower50()[i],
              band.upper50()[i],
              band.lower95()[i],
              band.upper95()[i]));
    }
    return fan;
  }

  private static Double limit(UnitFacts f, String output, Limit.Side side) {
    return f.space().stream()
        .flatMap(space -> space.space().limits().stream())
        .filter(limit -> limit.outputId().equals(output) && limit.side() == side)
        .map(Limit::value)
        .findFirst()
        .orElse(null);
  }

  /** The setpoint as the twin was fed: the model's input over the estimates, in its own unit. */
  private static SetpointView setpoint(UnitFacts f, List<TwinEstimate> chain) {
    if (f.space().isEmpty() || f.model().isEmpty() || f.setpoint().isEmpty()) {
      return null;
    }
    DesignSpace space = f.space().get().space();
    int input = f.model().get().model().inputIndex(space.input());
    List<Point> points =
        chain.stream()
            .map(
                estimate ->
                    new Point(
                        estimate.processTime(),
                        space
                            .fromInput(
                                BigDecimal.valueOf(
                                    EstimateContent.read(estimate.content()).inputs()[input]))
                            .doubleValue()))
            .toList();
    return new SetpointView(
        space.tag(), space.title(), space.unit(), f.setpoint().get().doubleValue(), points);
  }

  private ProposalView proposal(Recommendation r, UnitFacts f) {
    InputPackage input = InputPackage.read(r.inputPackage());
    StoredForecast forecast = forecast(r);
    DesignSpace space = input.space();
    BigDecimal from = BigDecimal.valueOf(r.currentValue());
    boolean waits = r.state() == RecommendationState.PROPOSED;
    List<GateAnswer> gates = StoredAnswers.read(r.gateAnswers());
    return new ProposalView(
        r.number(),
        r.state(),
        r.tag(),
        space.title(),
        r.valueUnit(),
        r.currentValue(),
        r.acceptedValue() == null ? r.proposedValue() : r.acceptedValue(),
        space.lower().doubleValue(),
        space.upper().doubleValue(),
        space.stepLow(from).doubleValue(),
        space.stepHigh(from).doubleValue(),
        space.resolution().doubleValue(),
        ExpectedEffects.of(input, forecast),
        forecast.contributions().stream()
            .map(part -> new Contribution(part.title(), part.change().doubleValue()))
            .toList(),
        basis(r, f, space),
        r.proposedAt(),
        r.expiresAt(),
        waits ? Math.max(0, Duration.between(clock.instant(), r.expiresAt()).toSeconds()) : 0,
        waits ? blocked(r, f) : List.of(),
        gates,
        trace(r, gates),
        r.closedSentence() == null ? "" : r.closedSentence(),
        r.readBackValue(),
        r.effect(),
        r.effectUntil(),
        r.effectSentence());
  }

  private static List<String> basis(Recommendation r, UnitFacts f, DesignSpace space) {
    List<String> basis = new ArrayList<>();
    boolean synthetic = f.model().map(EffectiveModel::synthetic).orElse(false);
    basis.add(
        "Model "
            + r.modelVersion()
            + ", effective"
            + (synthetic ? ", its evidence is synthetic" : ""));
    basis.add(
        "Design space "
            + r.designSpace()
            + f.space()
                .filter(record -> space.signed() && record.reference().equals(r.designSpace()))
                .map(record -> ", signed by " + record.approvedBy())
                .orElse(space.signed() ? ", signed" : ", demonstration, not signed"));
    basis.add(r.confidence());
    basis.add("Impact medium: one signature");
    if (r.takesBack() != null) {
      basis.add(
          "Takes back "
              + r.takesBack()
              + ", whose effect left its forecast: back to "
              + space.words(r.proposedValue()));
    }
    return basis;
  }

  private List<String> blocked(Recommendation r, UnitFacts f) {
    List<String> blocked = new ArrayList<>();
    Refusal reason = AdviceRules.reasonToWithdraw(r, f);
    if (reason != null) {
      blocked.add(reason.sentence());
    } else if (!f.link().live()) {
      blocked.add("The readings are old: " + f.link().words());
    }
    engineer.about(r.number()).stream()
        .filter(EngineerQuestion::open)
        .map(question -> question.inWords() + " Wait for the answer, or reject.")
        .forEach(blocked::add);
    return blocked;
  }

  private static List<TraceStep> trace(Recommendation r, List<GateAnswer> gates) {
    List<TraceStep> steps = new ArrayList<>();
    if (r.signedAt() == null || r.state() == RecommendationState.REJECTED) {
      return steps;
    }
    steps.add(new TraceStep("Recorded in the audit log", r.signedAt(), Mark.DONE));
    boolean ended = r.state().closed();
    long passed = gates.stream().filter(GateAnswer::ok).count();
    if (gates.isEmpty()) {
      steps.add(
          new TraceStep(
              ended ? "Release gates were not asked" : "Signed, awaiting receipt",
              null,
              ended ? Mark.FAILED : Mark.RUNNING));
    } else {
      steps.add(
          new TraceStep(
              "Release gates, " + passed + " of " + gates.size() + " passed",
              r.gatesAt(),
              passed == gates.size() ? Mark.DONE : Mark.FAILED));
    }
    steps.add(step("Intent to write stored, then one write", r.writtenAt(), r.intentAt(), ended));
    steps.add(step("Read back", r.readBackAt(), r.writtenAt(), ended));
    if (r.effect() != null) {
      steps.add(
          new TraceStep(
              "Effect " + r.effect().inWords(),
              r.effectAt(),
              switch (r.effect()) {
                case WATCHING -> Mark.RUNNING;
                case INSIDE, SUPERSEDED -> Mark.DONE;
                case BREACHED -> Mark.FAILED;
              }));
    }
    return steps;
  }

  private static TraceStep step(String words, Instant done, Instant begun, boolean ended) {
    Mark mark = Mark.WAITING;
    if (done != null) {
      mark = Mark.DONE;
    } else if (ended) {
      mark = Mark.FAILED;
    } else if (begun != null) {
      mark = Mark.RUNNING;
    }
    return new TraceStep(words, done, mark);
  }

  private static EarlierProposal earlier(Recommendation r) {
    return new EarlierProposal(
        r.number(),
        r.currentValue(),
        r.acceptedValue() == null ? r.proposedValue() : r.acceptedValue(),
        r.proposedAt(),
        r.state(),
        r.effect());
  }
}
