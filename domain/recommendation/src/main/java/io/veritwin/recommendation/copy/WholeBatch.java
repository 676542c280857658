package io.veritwin.recommendation.copy;

import io.veritwin.plant.PlantHistory;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Reading;
import io.veritwin.plant.ReadingGap;
import io.veritwin.plant.ReadingSummary;
import io.veritwin.plant.Tag;
import io.veritwin.plant.Unit;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.records.copy.EnclosedFile;
import io.veritwin.records.copy.Summary;
import io.veritwin.records.copy.WholeRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What belongs to the whole of a batch (URS-178): its recommendations with their questions, and a
 * summary of the readings and the gaps of its unit while it ran. A batch is the plant's own record;
 * here it has no entries of its own.
 */
@ApplicationScoped
@Transactional
public class WholeBatch implements WholeRecord {

  private static final String BATCH_ID = "BATCH.ID";
  private static final int MOST_READINGS = 100_000;
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  @Inject Recommendations recommendations;
  @Inject WholeRecommendation whole;
  @Inject PlantRegister register;
  @Inject PlantHistory history;
  @Inject Clock clock;

  @Override
  public String recordType() {
    return "batch";
  }

  @Override
  public Optional<Parts> parts(String batch) {
    List<Recommendation> made = recommendations.ofBatch(batch);
    List<Run> runs = register.units().stream().flatMap(unit -> run(unit, batch).stream()).toList();
    if (made.isEmpty() && runs.isEmpty()) {
      return Optional.empty();
    }
    List<EnclosedFile> files = new ArrayList<>();
    made.forEach(r -> files.addAll(WholeRecommendation.files(r)));
    List<Summary> summaries = new ArrayList<>();
    for (Run run : runs) {
      summaries.add(readings(run));
      summaries.add(gaps(run));
    }
    return Optional.of(new Parts(related(made), summaries, files));
  }

  /** Without the readings, which a scope need not look at. */
  @Override
  public List<Related> related(String batch) {
    return related(recommendations.ofBatch(batch));
  }

  private List<Related> related(List<Recommendation> made) {
    List<Related> related = new ArrayList<>();
    for (Recommendation r : made) {
      related.add(new Related("recommendation", r.number()));
      related.addAll(whole.questions(r));
    }
    return related;
  }

  /**
   * The time in which a unit ran the batch, as the plant named it.
   *
   * @param to the time of the first reading that named another batch, or now
   */
  private record Run(String unit, String batch, Instant from, Instant to, boolean ended) {

    String inWords() {
      return "from "
          + UTC.format(from)
          + " to "
          + UTC.format(to)
          + " UTC"
          + (ended ? "" : ", when the copy was made");
    }
  }

  private Optional<Run> run(Unit unit, String batch) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    List<Reading> named =
        history.between(unit.name(), BATCH_ID, Instant.EPOCH, now.plusSeconds(60), MOST_READINGS);
    Instant from = null;
    Instant to = null;
    for (Reading reading : named) {
      if (batch.equals(reading.text())) {
        from = from == null ? reading.time() : from;
        to = null;
      } else if (from != null && to == null && reading.good()) {
        to = reading.time();
      }
    }
    return from == null
        ? Optional.empty()
        : Optional.of(new Run(unit.name(), batch, from, to == null ? now : to, to != null));
  }

  private Summary readings(Run run) {
    List<ReadingSummary> all = history.summaries(run.unit(), run.from(), run.to());
    Map<String, String> units =
        register.tags(run.unit()).stream().collect(Collectors.toMap(Tag::name, Tag::ucum));
    return new Summary(
        "Readings of " + run.unit() + ", batch " + run.batch(),
        "Counted by source time "
            + run.inWords()
            + "; lowest and highest of the good values, as received.",
        List.of(
            "Tag", "Readings", "Not good", "Lowest", "Highest", "Unit", "First, UTC", "Last, UTC"),
        all.stream()
            .map(
                s ->
                    List.of(
                        s.tag(),
                        Long.toString(s.readings()),
                        Long.toString(s.notGood()),
                        number(s.lowest()),
                        number(s.highest()),
                        units.getOrDefault(s.tag(), ""),
                        UTC.format(s.first()),
                        UTC.format(s.last())))
            .toList());
  }

  private static String number(Double value) {
    return value == null ? "none" : value.toString();
  }

  private Summary gaps(Run run) {
    List<ReadingGap> gaps = history.gaps(run.unit(), run.from(), run.to());
    return new Summary(
        "Gaps in the readings of " + run.unit() + ", batch " + run.batch(),
        gaps.isEmpty()
            ? "None was recognised " + run.inWords() + "."
            : "Stretches for which values may be missing, " + run.inWords() + ".",
        List.of("Tag", "Why", "From, UTC", "To, UTC", "What happened"),
        gaps.stream()
            .map(
                g ->
                    List.of(
                        g.tag() == null ? "whole unit" : g.tag(),
                        g.kind().inWords(),
                        UTC.format(g.from()),
                        UTC.format(g.to()),
                        g.words()))
            .toList());
  }
}
