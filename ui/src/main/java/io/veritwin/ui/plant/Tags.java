package io.veritwin.ui.plant;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.PlantHistory;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Reading;
import io.veritwin.plant.ReadingGap;
import io.veritwin.plant.Tag;
import io.veritwin.plant.Unit;
import io.veritwin.plant.UnitState;
import io.veritwin.plant.calibration.TagCalibration;
import io.veritwin.plant.calibration.TagCalibrations;
import io.veritwin.recommendation.recommend.DesignSpaceRecord;
import io.veritwin.recommendation.recommend.DesignSpaces;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The tags of a unit with their last readings, gaps, calibrations and design spaces, and raw
 * readings of one tag.
 */
@Named
@RequestScoped
public class Tags {

  private static final Duration SHOWN = Duration.ofHours(24);
  private static final int READINGS = 200;

  @Inject PlantRegister register;
  @Inject PlantHistory history;
  @Inject UnitState state;
  @Inject TagCalibrations calibrations;
  @Inject DesignSpaces designSpaces;
  @Inject Clock clock;

  private String unit;
  private String tag;
  private String calibration;
  private String space;

  /** A tag with its last reading and its effective scale; each may be {@code null}. */
  public record Row(Tag tag, Reading last, TagCalibration scale) {}

  public List<Unit> getUnits() {
    return register.units();
  }

  /** The unit shown: the one asked for, else that of the opened calibration, else the first. */
  public Unit getShown() {
    TagCalibration opened = unit == null ? getOpenedCalibration() : null;
    return register
        .unit(opened == null ? String.valueOf(unit) : opened.unit())
        .orElseGet(() -> getUnits().isEmpty() ? null : getUnits().get(0));
  }

  public List<Row> getRows() {
    String name = getShown().name();
    return register.tags(name).stream()
        .map(
            t ->
                new Row(
                    t,
                    history.latest(name, t.name()).orElse(null),
                    calibrations.effective(name, t.name()).orElse(null)))
        .toList();
  }

  public LinkState getLink() {
    return state.link(getShown().name());
  }

  public BatchContext getBatch() {
    return state.batch(getShown().name()).orElse(null);
  }

  /** Gaps of the last day, newest first. */
  public List<ReadingGap> getGaps() {
    Instant now = clock.instant();
    List<ReadingGap> gaps = history.gaps(getShown().name(), now.minus(SHOWN), now);
    return gaps.stream()
        .sorted(java.util.Comparator.comparing(ReadingGap::from).reversed())
        .toList();
  }

  public List<TagCalibration> getCalibrations() {
    return calibrations.of(getShown().name());
  }

  public TagCalibration getOpenedCalibration() {
    return calibration == null ? null : calibrations.find(calibration).orElse(null);
  }

  /** Every design space of the unit, the newest first. */
  public List<DesignSpaceRecord> getDesignSpaces() {
    return designSpaces.of(getShown().name());
  }

  public DesignSpaceRecord getOpenedSpace() {
    return space == null ? null : designSpaces.find(space).orElse(null);
  }

  public Tag getOpened() {
    return tag == null || getShown() == null
        ? null
        : register.tag(getShown().name(), tag).orElse(null);
  }

  /** The newest raw readings of the opened tag, newest first, exactly as received. */
  public List<Reading> getReadings() {
    Instant now = clock.instant();
    List<Reading> readings =
        history.between(
            getShown().name(), tag, now.minus(SHOWN), now.plus(Duration.ofMinutes(1)), READINGS);
    return readings.stream()
        .sorted(java.util.Comparator.comparingLong(Reading::id).reversed())
        .toList();
  }

  /** The OPC UA status code in words. */
  public String status(long code) {
    return switch ((int) (code >>> 30)) {
          case 0 -> "Good";
          case 1 -> "Uncertain";
          default -> "Bad";
        }
        + (code == 0 ? "" : String.format(" 0x%08X", code));
  }

  public String getUnit() {
    return unit;
  }

  public void setUnit(String unit) {
    this.unit = unit;
  }

  public String getTag() {
    return tag;
  }

  public void setTag(String tag) {
    this.tag = tag;
  }

  public String getSpace() {
    return space;
  }

  public void setSpace(String space) {
    this.space = space;
  }

  public String getCalibration() {
    return calibration;
  }

  public void setCalibration(String calibration) {
    this.calibration = calibration;
  }
}
