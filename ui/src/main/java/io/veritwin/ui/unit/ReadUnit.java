package io.veritwin.ui.unit;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.LevelFacts;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.OfflineSample;
import io.veritwin.plant.PhaseState;
import io.veritwin.plant.PlantHistory;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Reading;
import io.veritwin.plant.ReadingGap;
import io.veritwin.plant.Tag;
import io.veritwin.plant.TagKind;
import io.veritwin.plant.TwinLevel;
import io.veritwin.plant.Unit;
import io.veritwin.plant.UnitState;
import io.veritwin.recommendation.accept.AcceptRecommendation;
import io.veritwin.recommendation.accept.RejectRecommendation;
import io.veritwin.recommendation.observe.UnitView;
import io.veritwin.recommendation.observe.UnitView.EarlierProposal;
import io.veritwin.recommendation.observe.UnitView.Fan;
import io.veritwin.recommendation.observe.UnitView.ProposalView;
import io.veritwin.recommendation.observe.UnitView.QuantityView;
import io.veritwin.recommendation.observe.UnitView.TraceStep;
import io.veritwin.recommendation.observe.UnitViews;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.Recommendation.Effect;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.log.LogHealth;
import io.veritwin.ui.notation.Notation;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Gathers what plant, recommendation and records hold of one unit into what the page shows. */
@RequestScoped
public class ReadUnit {

  private static final int TRENDS = 3;
  private static final int SECONDARY = 6;
  private static final double LONG_CULTURE_H = 72;
  private static final double SHOWN_BEFORE_NOW_H = 96;
  private static final int MOST_READINGS = 6000;
  private static final int MOST_POINTS = 400;

  /** What the operator looks at first, whatever the order of the model's outputs. */
  private static final List<String> FIRST =
      List.of("GLC", "VCD", "LAC", "CX", "CS", "CE", "TITRE", "GLN", "AMM");

  @Inject PlantRegister register;
  @Inject PlantHistory history;
  @Inject UnitState state;
  @Inject UnitViews views;
  @Inject LogHealth log;
  @Inject Notation notation;
  @Inject Clock clock;

  /**
   * Everything that can change within a second.
   *
   * @throws IllegalArgumentException when there is no such unit
   */
  public LiveUnit live(String name, Person reader) {
    Unit unit = unit(name);
    Instant now = clock.instant();
    UnitView view = views.of(name);
    LinkState link = state.link(name);
    Optional<BatchContext> batch = state.batch(name);
    List<TagValue> tags = values(name, now, link);
    List<Alarm> alarms = alarms(unit, view, link, batch, tags, now);
    return new LiveUnit(
        now.toString(),
        new LiveUnit.UnitName(unit.name(), unit.title()),
        new LiveUnit.Batch(
            batch.map(BatchContext::batchId).orElse(null),
            unit.product(),
            batch.map(b -> phaseWords(unit, b, now)).orElse("No phase known yet")),
        new LiveUnit.Link(
            link.live() ? "GOOD" : "LOST",
            link.live() ? "Plant link good" : "Plant link: no values",
            iso(link.lastValueAt())),
        twin(view, name),
        new LiveUnit.Alarms(
            List.of(count(alarms, 1), count(alarms, 2), count(alarms, 3)),
            alarms.isEmpty() ? null : alarms.get(0),
            alarms),
        followed(view) ? mainValues(view, tags) : measuredValues(tags, name),
        secondary(tags, alarms),
        view.proposal() == null ? null : proposal(view.proposal(), view, reader, link),
        noProposal(view),
        record(view.earlier()));
  }

  /** One proposal of the unit, also when a newer one has taken its place on the card. */
  public Optional<LiveUnit.Proposal> proposal(String unit, String number, Person reader) {
    return views.proposal(number).map(p -> proposal(p, views.of(unit), reader, state.link(unit)));
  }

  /**
   * The courses behind the trends.
   *
   * @throws IllegalArgumentException when there is no such unit
   */
  public UnitTrend trend(String name) {
    Unit unit = unit(name);
    Instant now = clock.instant();
    UnitView view = views.of(name);
    Optional<BatchContext> batch = state.batch(name);
    double at =
        batch
            .map(b -> b.processTimeHours(now))
            .orElse(Double.isNaN(view.processTime()) ? 0 : view.processTime());
    List<QuantityView> shown = followed(view) ? shown(view) : List.of();
    double horizon =
        shown.stream()
            .flatMap(q -> q.ifNothing().stream())
            .mapToDouble(f -> f.t() - at)
            .max()
            .orElse(0);
    boolean isLong = unit.cultureDays() != null && unit.cultureDays() * 24 > LONG_CULTURE_H;
    double ahead = horizon > 0 ? horizon : isLong ? 36 : 6;
    double from = Math.max(0, Math.max(at - SHOWN_BEFORE_NOW_H, firstPoint(view, at)));
    double first = isLong ? Math.min(Math.floor(from / 24) * 24, Math.max(0, at - 24)) : from;
    List<UnitTrend.Quantity> quantities = new ArrayList<>();
    for (QuantityView q : shown) {
      quantities.add(course(q, first));
    }
    if (shown.isEmpty()) {
      quantities.addAll(measuredCourses(unit, batch, now, first));
    }
    if (view.setpoint() != null) {
      quantities.add(setpoint(view, at, at + ahead, first));
    }
    return new UnitTrend(
        List.of(first, at + ahead),
        at,
        Math.max(0, horizon),
        gaps(name, batch, now, first),
        quantities);
  }

  private Unit unit(String name) {
    return register
        .unit(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no unit " + name));
  }

  // Head ---------------------------------------------------------------------------------------

  private static String phaseWords(Unit unit, BatchContext b, Instant now) {
    double hours = b.processTimeHours(now);
    boolean days = unit.cultureDays() != null && unit.cultureDays() * 24 > LONG_CULTURE_H;
    String time =
        days
            ? String.format(Locale.ROOT, "day %.1f of %s", hours / 24, plain(unit.cultureDays()))
            : String.format(Locale.ROOT, "%.1f h", hours);
    return b.phase() + ", " + b.state().inWords() + " · " + time;
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private LiveUnit.Twin twin(UnitView view, String name) {
    TwinLevel level =
        TwinLevel.of(state.levelFacts(name), !view.model().isEmpty() && !view.adviceStopped());
    String words =
        view.model().isEmpty()
            ? "No effective model version is assigned to this unit."
            : "Model " + view.model() + ", effective and assigned, running digest equal.";
    String why =
        switch (level) {
          case MODEL -> "No live values reach it.";
          case SHADOW ->
              view.adviceStopped()
                  ? "Advice is stopped for " + name + "."
                  : state.levelFacts(name).actuator()
                      ? "It follows the plant; nothing it proposes can be released."
                      : "It follows the plant; the unit has no actuator, so nothing is written.";
          case SUPERVISED_TWIN -> "A signed proposal can be written to the plant.";
        };
    return new LiveUnit.Twin(level.inWords(), words + " " + why);
  }

  // Values ---------------------------------------------------------------------------------------

  /** A tag with its last reading; {@code old} when it is older than allowed or not Good. */
  private record TagValue(Tag tag, Reading reading, boolean old) {
    Double value() {
      return reading == null ? null : reading.value();
    }
  }

  private List<TagValue> values(String unit, Instant now, LinkState link) {
    List<TagValue> out = new ArrayList<>();
    for (Tag tag : register.tags(unit)) {
      Reading last = history.latest(unit, tag.name()).orElse(null);
      boolean old =
          last == null
              || !last.good()
              || link.stale(tag.name())
              || tag.maximumAge().filter(m -> last.age(now).compareTo(m) > 0).isPresent();
      out.add(new TagValue(tag, last, old));
    }
    return out;
  }

  private List<LiveUnit.Value> mainValues(UnitView view, List<TagValue> tags) {
    List<LiveUnit.Value> out = new ArrayList<>();
    for (QuantityView q : shown(view)) {
      UnitView.Band now = q.now();
      out.add(
          new LiveUnit.Value(
              q.title(),
              notation.unit(q.unit()),
              decimals(now == null ? null : now.value()),
              "estimate",
              now == null ? null : now.value(),
              now == null ? null : now.low95(),
              now == null ? null : now.high95(),
              iso(view.estimateAt()),
              view.old(),
              view.noEstimateBecause()));
    }
    if (view.setpoint() != null) {
      TagValue actual =
          tags.stream()
              .filter(t -> t.tag().name().equals(view.setpoint().tag().replace(".SP", ".PV")))
              .findFirst()
              .orElse(null);
      out.add(
          actual == null
              ? fedByTotaliser(view)
              : new LiveUnit.Value(
                  "Feed rate",
                  notation.unit(view.setpoint().unit()),
                  1,
                  "measured",
                  actual.value(),
                  null,
                  null,
                  actual.reading() == null ? null : iso(actual.reading().time()),
                  actual.old(),
                  view.setpoint().tag().replace(".SP", "")
                      + ", setpoint "
                      + notation.fixed(view.setpoint().current(), 1)));
    }
    return out;
  }

  /** A unit without a flow meter: the feed as the twin was told it by a totaliser with a scale. */
  private LiveUnit.Value fedByTotaliser(UnitView view) {
    double fed = view.setpoint().current();
    return new LiveUnit.Value(
        "Feed rate",
        notation.unit(view.setpoint().unit()),
        1,
        "measured",
        Double.isNaN(fed) ? null : fed,
        null,
        null,
        iso(view.estimateAt()),
        view.old(),
        "by the totaliser’s signed scale");
  }

  // Without a model
  // ---------------------------------------------------------------------------------

  /** The assays an operator looks at first, for a unit that no model follows. */
  private List<Tag> mainAssays(String unit) {
    return register.tags(unit).stream()
        .filter(t -> t.kind() == TagKind.ASSAY && FIRST.contains(assayOf(t)))
        .sorted(Comparator.comparingInt(t -> FIRST.indexOf(assayOf(t))))
        .limit(TRENDS)
        .toList();
  }

  private static String assayOf(Tag tag) {
    return tag.name().replaceFirst("^LAB\\.", "");
  }

  private static Optional<Tag> feed(List<TagValue> tags) {
    return tags.stream()
        .map(TagValue::tag)
        .filter(t -> t.kind() == TagKind.MEASUREMENT && t.title().startsWith("feed rate"))
        .findFirst();
  }

  private List<LiveUnit.Value> measuredValues(List<TagValue> tags, String unit) {
    List<LiveUnit.Value> out = new ArrayList<>();
    List<Tag> assays = mainAssays(unit);
    List<Tag> chosen = new ArrayList<>(assays);
    feed(tags).ifPresent(chosen::add);
    for (Tag tag : chosen) {
      TagValue v =
          tags.stream()
              .filter(t -> t.tag() == tag || t.tag().name().equals(tag.name()))
              .findFirst()
              .orElseThrow();
      boolean assay = tag.kind() == TagKind.ASSAY;
      out.add(
          new LiveUnit.Value(
              assay ? sentenceCase(tag.title()) : "Feed rate",
              notation.unit(tag.ucum()),
              decimals(v.value()),
              "measured",
              v.value(),
              null,
              null,
              v.reading() == null ? null : iso(v.reading().time()),
              v.reading() == null || (!assay && v.old()),
              assay ? "last lab sample" : tag.name()));
    }
    return out;
  }

  private List<UnitTrend.Quantity> measuredCourses(
      Unit unit, Optional<BatchContext> batch, Instant now, double first) {
    if (batch.isEmpty()) {
      return List.of();
    }
    BatchContext b = batch.get();
    Instant from = wallTime(b, now, first);
    List<OfflineSample> samples = history.samples(unit.name(), from, now.plusSeconds(1));
    List<UnitTrend.Quantity> out = new ArrayList<>();
    for (Tag tag : mainAssays(unit.name())) {
      List<List<Double>> points =
          samples.stream()
              .filter(s -> s.assays().containsKey(tag.name()))
              .filter(s -> s.assays().get(tag.name()).value() != null)
              .map(s -> List.of(s.sampleTimeHours(), s.assays().get(tag.name()).value()))
              .toList();
      out.add(measured(sentenceCase(tag.title()), tag, List.of(), points));
    }
    feed(values(unit.name(), now, state.link(unit.name())))
        .ifPresent(
            tag -> {
              List<Reading> all =
                  history.between(unit.name(), tag.name(), from, now, MOST_READINGS);
              int every = Math.max(1, all.size() / MOST_POINTS);
              List<List<Double>> points = new ArrayList<>();
              for (int i = 0; i < all.size(); i += every) {
                Reading r = all.get(i);
                if (r.good() && r.value() != null) {
                  points.add(List.of(processTime(b, r.time()), r.value()));
                }
              }
              out.add(measured("Feed rate", tag, points, List.of()));
            });
    return out;
  }

  private UnitTrend.Quantity measured(
      String title, Tag tag, List<List<Double>> course, List<List<Double>> samples) {
    return new UnitTrend.Quantity(
        title,
        notation.unit(tag.ucum()),
        1,
        List.of(),
        List.of(),
        course,
        samples,
        List.of(),
        List.of(),
        false);
  }

  private static Instant wallTime(BatchContext b, Instant now, double processHours) {
    double ago = (b.processTimeHours(now) - processHours) / Math.max(b.speed(), 1e-6);
    return now.minusMillis((long) (ago * 3_600_000));
  }

  private static String sentenceCase(String title) {
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }

  /** False while the twin has no estimate: the page then shows what was measured. */
  private static boolean followed(UnitView view) {
    return view.quantities().stream().anyMatch(q -> q.now() != null);
  }

  private static List<QuantityView> shown(UnitView view) {
    return view.quantities().stream()
        .sorted(
            Comparator.comparingInt(
                q -> FIRST.contains(q.id()) ? FIRST.indexOf(q.id()) : FIRST.size()))
        .limit(TRENDS)
        .toList();
  }

  private List<LiveUnit.Secondary> secondary(List<TagValue> tags, List<Alarm> alarms) {
    return tags.stream()
        .filter(t -> t.tag().kind() == TagKind.MEASUREMENT && !t.tag().name().startsWith("FIC-204"))
        .limit(SECONDARY)
        .map(t -> secondary(t, alarms))
        .toList();
  }

  private LiveUnit.Secondary secondary(TagValue t, List<Alarm> alarms) {
    Tag tag = t.tag();
    Double low = tag.normalLow();
    Double high = tag.normalHigh();
    int decimals = decimalsOf(tag);
    double euLow = tag.euLow() == null ? 0 : tag.euLow();
    double euHigh = tag.euHigh() == null ? 100 : tag.euHigh();
    List<Double> scale = List.of(euLow, euHigh);
    if (low != null && high != null) {
      // The bar shows the normal range in its middle third, inside what the instrument can show.
      double width = high - low;
      scale = List.of(Math.max(euLow, low - width), Math.min(euHigh, high + width));
    }
    Integer alarm =
        alarms.stream()
            .filter(a -> a.id().equals(tag.name()))
            .map(Alarm::priority)
            .findFirst()
            .orElse(null);
    return new LiveUnit.Secondary(
        shortTitle(tag),
        notation.unit(tag.ucum()),
        decimals,
        t.value(),
        t.old(),
        scale,
        low == null || high == null ? null : List.of(low, high),
        low == null || high == null
            ? "no normal range set"
            : notation.fixed(low, decimals) + " – " + notation.fixed(high, decimals),
        alarm);
  }

  private static String shortTitle(Tag tag) {
    String title = tag.title();
    title = title.replaceFirst("(?i)dissolved oxygen", "Diss. oxygen");
    title = title.replace("CO2", "CO₂");
    int comma = title.indexOf(',');
    title = comma > 0 ? title.substring(0, comma) : title;
    return title.startsWith("pH")
        ? title
        : Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }

  private static int decimalsOf(Tag tag) {
    double span =
        tag.normalLow() != null && tag.normalHigh() != null
            ? tag.normalHigh() - tag.normalLow()
            : tag.euHigh() == null || tag.euLow() == null ? 10 : tag.euHigh() - tag.euLow();
    return span < 0.5 ? 2 : span < 20 ? 1 : 0;
  }

  private static int decimals(Double value) {
    if (value == null || value.isNaN()) {
      return 1;
    }
    double size = Math.abs(value);
    return size < 1 ? 2 : size < 100 ? 1 : 0;
  }

  // Alarms
  // -----------------------------------------------------------------------------------------

  private List<Alarm> alarms(
      Unit unit,
      UnitView view,
      LinkState link,
      Optional<BatchContext> batch,
      List<TagValue> tags,
      Instant now) {
    List<Alarm> out = new ArrayList<>();
    String holds =
        view.setpoint() == null
            ? "The plant runs on its last setpoint."
            : "The plant holds "
                + notation.fixed(view.setpoint().current(), 1)
                + " "
                + notation.unit(view.setpoint().unit())
                + ".";
    log.reasonAgainstActs()
        .ifPresent(
            r -> out.add(new Alarm(1, "log", "The audit trail cannot be relied on", r.sentence())));
    if (!link.live()) {
      Instant last = link.lastValueAt();
      out.add(
          new Alarm(
              2,
              "link",
              last == null
                  ? "No values from the plant yet"
                  : "No values from the plant since " + notation.localTime(last),
              holds + " Check the unit's own panel, then call automation."));
    }
    batch
        .filter(b -> b.state() == PhaseState.HELD || b.state() == PhaseState.ABORTED)
        .ifPresent(
            b ->
                out.add(
                    new Alarm(
                        2,
                        "phase",
                        unit.name() + " is " + b.state().inWords() + " in phase " + b.phase(),
                        "Nothing can be accepted until the phase runs again.")));
    if (link.live()) {
      for (TagValue t : tags) {
        outOfRange(t).ifPresent(out::add);
        if (t.old() && t.tag().kind() == TagKind.MEASUREMENT && t.reading() != null) {
          out.add(
              new Alarm(
                  3,
                  t.tag().name(),
                  shortTitle(t.tag()) + " is old",
                  "last good value "
                      + Notation.inWords(Duration.between(t.reading().time(), now))
                      + " ago · check "
                      + t.tag().name()));
        }
      }
    }
    out.sort(Comparator.comparingInt(Alarm::priority));
    return out;
  }

  private Optional<Alarm> outOfRange(TagValue t) {
    Tag tag = t.tag();
    Double v = t.value();
    if (v == null || t.old() || tag.kind() != TagKind.MEASUREMENT) {
      return Optional.empty();
    }
    int decimals = decimalsOf(tag);
    String value =
        shortTitle(tag) + " " + notation.fixed(v, decimals) + " " + notation.unit(tag.ucum());
    if (tag.normalHigh() != null && v > tag.normalHigh()) {
      return Optional.of(
          new Alarm(
              3,
              tag.name(),
              value.strip() + ", advisory " + notation.fixed(tag.normalHigh(), decimals),
              "above its normal range · " + tag.name()));
    }
    if (tag.normalLow() != null && v < tag.normalLow()) {
      return Optional.of(
          new Alarm(
              3,
              tag.name(),
              value.strip() + ", advisory " + notation.fixed(tag.normalLow(), decimals),
              "below its normal range · " + tag.name()));
    }
    return Optional.empty();
  }

  private static int count(List<Alarm> alarms, int priority) {
    return (int) alarms.stream().filter(a -> a.priority() == priority).count();
  }

  // Trends
  // -------------------------------------------------------------------------------------------

  private static double firstPoint(UnitView view, double now) {
    return view.quantities().stream()
        .filter(q -> !q.history().isEmpty())
        .mapToDouble(q -> q.history().get(0).t())
        .min()
        .orElse(Math.max(0, now - SHOWN_BEFORE_NOW_H));
  }

  private UnitTrend.Quantity course(QuantityView q, double from) {
    List<UnitTrend.Limit> limits = new ArrayList<>();
    String unit = notation.unit(q.unit());
    if (q.lowLimit() != null) {
      limits.add(
          new UnitTrend.Limit(
              q.lowLimit(), "low limit " + notation.number(q.lowLimit()) + " " + unit, true));
    }
    if (q.highLimit() != null) {
      limits.add(
          new UnitTrend.Limit(
              q.highLimit(), "high limit " + notation.number(q.highLimit()) + " " + unit, false));
    }
    return new UnitTrend.Quantity(
        q.title(),
        unit,
        decimals(q.now() == null ? null : q.now().value()),
        limits,
        q.history().stream()
            .filter(b -> b.t() >= from)
            .map(b -> List.of(b.t(), b.value(), b.low95(), b.high95()))
            .toList(),
        List.of(),
        q.lab().stream().filter(s -> s.t() >= from).map(s -> List.of(s.t(), s.value())).toList(),
        fan(q.ifAccepted()),
        fan(q.ifNothing()),
        false);
  }

  private static List<List<Double>> fan(List<Fan> points) {
    return points.stream()
        .map(f -> List.of(f.t(), f.median(), f.low50(), f.high50(), f.low95(), f.high95()))
        .toList();
  }

  private UnitTrend.Quantity setpoint(UnitView view, double now, double end, double from) {
    UnitView.SetpointView s = view.setpoint();
    List<List<Double>> course = new ArrayList<>();
    List<Double> before = null;
    for (UnitView.Point p : s.history()) {
      if (p.t() < from) {
        before = List.of(from, p.value());
      } else {
        course.add(List.of(p.t(), p.value()));
      }
    }
    if (before != null) {
      course.add(0, before);
    }
    course.add(List.of(now, s.current()));
    ProposalView p = view.proposal();
    boolean open = p != null && p.state() == RecommendationState.PROPOSED;
    List<UnitTrend.Limit> limits =
        p == null
            ? List.of()
            : List.of(
                new UnitTrend.Limit(
                    p.stepHigh(), "step limit " + notation.fixed(p.stepHigh(), 1), false));
    return new UnitTrend.Quantity(
        "Feed rate",
        notation.unit(s.unit()),
        1,
        limits,
        List.of(),
        course,
        List.of(),
        open ? List.of(flat(now, s.current()), flat(now, p.to()), flat(end, p.to())) : List.of(),
        List.of(flat(now, s.current()), flat(end, s.current())),
        true);
  }

  private static List<Double> flat(double t, double v) {
    return List.of(t, v, v, v, v, v);
  }

  private List<List<Double>> gaps(
      String unit, Optional<BatchContext> batch, Instant now, double first) {
    if (batch.isEmpty()) {
      return List.of();
    }
    BatchContext b = batch.get();
    double at = b.processTimeHours(now);
    long shown = (long) ((at - first) * 3_600_000 / Math.max(b.speed(), 1e-6));
    List<List<Double>> out = new ArrayList<>();
    for (ReadingGap gap : history.gaps(unit, now.minusMillis(shown), now)) {
      double start = processTime(b, gap.from());
      double end = processTime(b, gap.to());
      if (end > start && end > first) {
        out.add(List.of(Math.max(start, first), end));
      }
    }
    return out;
  }

  private static double processTime(BatchContext b, Instant at) {
    return b.processTimeHours() - b.speed() * Duration.between(at, b.at()).toMillis() / 3_600_000.0;
  }

  // Proposal
  // -------------------------------------------------------------------------------------------

  private LiveUnit.Proposal proposal(ProposalView p, UnitView view, Person reader, LinkState link) {
    boolean waits = p.state() == RecommendationState.PROPOSED;
    int decimals = p.resolution() >= 1 ? 0 : p.resolution() >= 0.1 ? 1 : 2;
    boolean operator = reader.is(Role.OPERATOR);
    List<LiveUnit.Reason> reasons = new ArrayList<>();
    if (waits) {
      p.blocked().forEach(sentence -> reasons.add(new LiveUnit.Reason("", sentence)));
      if (!operator) {
        reasons.add(
            new LiveUnit.Reason(
                "REC-01",
                "An operator decides. You are signed in as " + reader.roleInWords() + "."));
      }
    }
    boolean mayReject = waits && operator;
    return new LiveUnit.Proposal(
        p.number(),
        waits,
        iso(p.proposedAt()),
        iso(p.expiresAt()),
        "Feed rate",
        p.tag(),
        p.from(),
        p.to(),
        Math.min(p.from(), p.to()),
        notation.unit(p.unit()),
        decimals,
        new LiveUnit.Space(
            p.rangeLow(),
            p.rangeHigh(),
            p.stepLow(),
            p.stepHigh(),
            (p.stepHigh() - p.stepLow()) / 2),
        p.effects().stream()
            .map(
                e ->
                    new LiveUnit.Effect(
                        e.unit().isEmpty() || e.unit().equals("1") || e.unit().equals("%")
                            ? e.title()
                            : e.title() + ", " + notation.unit(e.unit()),
                        new LiveUnit.Expected(e.accepted(), e.acceptedInterval()),
                        new LiveUnit.Expected(e.nothing(), e.nothingInterval())))
            .toList(),
        p.why().stream().map(c -> new LiveUnit.Contribution(c.words(), c.change())).toList(),
        String.join(" · ", p.basis()),
        record(view.earlier()),
        mayReject,
        reasons,
        RejectRecommendation.REASONS,
        AcceptRecommendation.REASONS,
        until(p, decimals, view.unit()),
        waits ? null : closedWords(p),
        waits ? null : outcome(p, decimals, link, view));
  }

  private String until(ProposalView p, int decimals, String unit) {
    LevelFacts facts = state.levelFacts(unit);
    String kept =
        "the plant keeps "
            + notation.fixed(p.from(), decimals)
            + " "
            + notation.unit(p.unit())
            + ".";
    if (!facts.subscriptionLive()) {
      return "No values reach the twin; nothing can be accepted, and " + kept;
    }
    return facts.actuator()
        ? "Accepting opens the signature. Until you sign, " + kept
        : unit
            + " has no actuator. Your decision is kept beside what happens; a release is refused and"
            + " nothing is written.";
  }

  /** "closed 10:42:34"; empty while it is on its way. */
  private String closedWords(ProposalView p) {
    Instant last =
        p.trace().stream()
            .map(TraceStep::at)
            .filter(java.util.Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
    return p.state().closed() && last != null ? "closed " + notation.localTime(last) : "";
  }

  private LiveUnit.Outcome outcome(ProposalView p, int decimals, LinkState link, UnitView view) {
    String unit = view.unit();
    String from = notation.fixed(p.from(), decimals) + " " + notation.unit(p.unit());
    record Said(boolean refused, String headline, String next) {}
    Said said =
        switch (p.state()) {
          case PROPOSED -> throw new IllegalArgumentException(p.number() + " still waits");
          case SIGNED -> new Said(false, "Accepted.", "");
          case SENDING, WRITTEN -> new Said(false, "Being written.", "");
          case CONFIRMED ->
              p.effect() == Recommendation.Effect.BREACHED
                  ? new Said(
                      true,
                      "Written. Effect left the band.",
                      "Read the offer of the last approved setpoint; it needs a signature like any other.")
                  : new Said(false, "Written.", "");
          case UNKNOWN ->
              new Said(
                  true,
                  "Outcome unknown.",
                  "Look at the unit's own panel. Veritwin reads the setpoint back as soon as the link returns and sends nothing twice.");
          case NOT_WRITTEN, RELEASE_REFUSED, LAPSED, REFUSED_BY_PLANT ->
              new Said(
                  true,
                  "Not written.",
                  link.live()
                      ? (state.levelFacts(unit).actuator()
                              ? "The plant keeps " + from
                              : unit + " goes on as it is")
                          + ". Veritwin computes a new proposal by itself; this one cannot be used again."
                      : "The plant runs on its last approved setpoint. Follow the alarm above to restore the link. When values return, Veritwin computes a new proposal by itself; this one cannot be used again.");
          case REJECTED -> new Said(false, "Rejected.", "");
          case WITHDRAWN -> new Said(false, "Withdrawn.", "");
          case EXPIRED -> new Said(false, "Expired.", "");
        };
    return new LiveUnit.Outcome(
        said.refused(),
        p.state().inWords(),
        said.headline(),
        p.readBack(),
        p.outcome(),
        gates(p.gates()),
        steps(p),
        (said.next() + nothingNow(p, view)).strip(),
        "Everything above is in the audit trail under " + p.number() + ". Nothing was lost.");
  }

  /** Why nothing is proposed; first why there is no estimate, for without one nothing can be. */
  private static String noProposal(UnitView view) {
    String why =
        view.noProposalBecause().isEmpty()
            ? "The twin sees no change worth proposing. It looks again with the next values."
            : view.noProposalBecause();
    return view.model().isEmpty() || view.noEstimateBecause().isEmpty()
        ? why
        : view.noEstimateBecause() + " " + why;
  }

  /** Why no new proposal comes, as long as there is a reason that stands. */
  private static String nothingNow(ProposalView p, UnitView view) {
    return p.state().closed() && !view.noProposalBecause().isEmpty()
        ? " Nothing is proposed now. " + view.noProposalBecause()
        : "";
  }

  private static List<LiveUnit.Gate> gates(List<GateAnswer> answers) {
    List<LiveUnit.Gate> out = new ArrayList<>();
    for (GateAnswer a : answers) {
      out.add(
          new LiveUnit.Gate(
              out.size() + 1, a.rule(), a.question(), a.words(), a.ok() ? "passed" : "failed"));
    }
    return out;
  }

  private List<LiveUnit.Step> steps(ProposalView p) {
    List<LiveUnit.Step> out = new ArrayList<>();
    for (TraceStep t : p.trace()) {
      String mark =
          switch (t.mark()) {
            case DONE -> "done";
            case RUNNING -> "now";
            case FAILED -> "failed";
            case WAITING -> "ahead";
          };
      boolean watch = t.words().startsWith("Effect") || t.words().startsWith("effect");
      out.add(
          new LiveUnit.Step(
              mark,
              t.words(),
              iso(t.at()),
              watch && p.effectUntil() != null ? "to " + notation.localTime(p.effectUntil()) : null,
              watch && p.effectSentence() != null ? p.effectSentence() : null));
    }
    return out;
  }

  /** "11 of 13 accepted and written · the plant stayed inside the forecast band in 9 of 10". */
  private static String record(List<EarlierProposal> earlier) {
    if (earlier.isEmpty()) {
      return null;
    }
    long written = earlier.stream().filter(e -> e.ended() == RecommendationState.CONFIRMED).count();
    long inside = earlier.stream().filter(e -> e.effect() == Effect.INSIDE).count();
    long breached = earlier.stream().filter(e -> e.effect() == Effect.BREACHED).count();
    String words = written + " of " + earlier.size() + " accepted and written";
    if (written == 0) {
      return words;
    }
    // Of the others the effect is still being watched, or another setpoint came in between.
    return inside + breached == 0
        ? words + " · no effect watched to its end yet"
        : words
            + " · the plant stayed inside the forecast band in "
            + inside
            + " of "
            + (inside + breached)
            + " watched to their end";
  }

  private static String iso(Instant at) {
    return at == null ? null : at.toString();
  }
}
