package io.veritwin.plant;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The append-only store of raw readings and gaps. It writes whole batches with one statement each,
 * and past the entity manager: readings are many, and never change.
 */
@ApplicationScoped
public class ReadingStore {

  private static final String READING_COLUMNS =
      "id, unit, tag, value, text, status_code, source_time, server_time, received_at";

  private static final String[] COLUMN_TYPES = {
    "bigint",
    "text",
    "text",
    "smallint",
    "float8",
    "text",
    "bigint",
    "timestamptz",
    "timestamptz",
    "timestamptz"
  };

  @Resource(lookup = "java:jboss/datasources/VeritwinDS")
  DataSource database;

  protected ReadingStore() {}

  /** A store over a given database. */
  public ReadingStore(DataSource database) {
    this.database = database;
  }

  /**
   * A value as it came over the wire, before it has a number in the store.
   *
   * @param variantType OPC UA built-in type of the value: 11 for Double
   */
  public record Received(
      String unit,
      String tag,
      int variantType,
      Double value,
      String text,
      long statusCode,
      Instant sourceTime,
      Instant serverTime,
      Instant receivedAt) {}

  /** What was stored, with its numbers. */
  public record Stored(List<Reading> readings, List<ReadingGap> gaps) {}

  /** Stores readings in the order given, and the gaps recognised among them, in one transaction. */
  @Transactional
  public Stored store(List<Received> readings, List<ReadingGap> gaps) {
    try (Connection connection = database.getConnection()) {
      List<Reading> stored = readings.isEmpty() ? List.of() : insert(connection, readings);
      List<ReadingGap> storedGaps = new ArrayList<>();
      for (ReadingGap gap : gaps) {
        storedGaps.add(insert(connection, gap));
      }
      return new Stored(stored, storedGaps);
    } catch (SQLException failed) {
      throw new IllegalStateException("readings could not be stored", failed);
    }
  }

  private static List<Reading> insert(Connection connection, List<Received> batch)
      throws SQLException {
    int n = batch.size();
    List<Long> ids = nextIds(connection, n);
    List<Reading> stored = new ArrayList<>(n);
    Object[][] columns = new Object[COLUMN_TYPES.length][n];
    for (int i = 0; i < n; i++) {
      Received r = batch.get(i);
      Object[] row = {
        ids.get(i),
        r.unit,
        r.tag,
        r.variantType,
        r.value,
        r.text,
        r.statusCode,
        time(r.sourceTime),
        time(r.serverTime),
        time(r.receivedAt)
      };
      for (int c = 0; c < row.length; c++) {
        columns[c][i] = row[c];
      }
      stored.add(
          new Reading(
              ids.get(i),
              r.unit,
              r.tag,
              r.value,
              r.text,
              r.statusCode,
              r.sourceTime,
              r.serverTime,
              r.receivedAt));
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into reading (id, unit, tag, variant_type, value, text, status_code,"
                + " source_time, server_time, received_at)"
                + " select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (int c = 0; c < COLUMN_TYPES.length; c++) {
        insert.setArray(c + 1, connection.createArrayOf(COLUMN_TYPES[c], columns[c]));
      }
      insert.executeUpdate();
    }
    return stored;
  }

  private static List<Long> nextIds(Connection connection, int n) throws SQLException {
    try (PreparedStatement next =
        connection.prepareStatement("select nextval('reading_id') from generate_series(1, ?)")) {
      next.setInt(1, n);
      List<Long> ids = new ArrayList<>(n);
      try (ResultSet rows = next.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getLong(1));
        }
      }
      return ids;
    }
  }

  private static ReadingGap insert(Connection connection, ReadingGap gap) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into reading_gap (unit, tag, kind, from_time, to_time, words, stored_at)"
                + " values (?, ?, ?, ?, ?, ?, ?) returning id")) {
      insert.setString(1, gap.unit());
      insert.setString(2, gap.tag());
      insert.setString(3, gap.kind().name());
      insert.setTimestamp(4, time(gap.from()));
      insert.setTimestamp(5, time(gap.to()));
      insert.setString(6, gap.words());
      insert.setTimestamp(7, time(gap.storedAt()));
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return new ReadingGap(
            row.getLong(1),
            gap.unit(),
            gap.tag(),
            gap.kind(),
            gap.from(),
            gap.to(),
            gap.words(),
            gap.storedAt());
      }
    }
  }

  /** The reading of the tag that arrived last. */
  public Optional<Reading> latest(String unit, String tag) {
    List<Reading> one =
        readings(
            "select "
                + READING_COLUMNS
                + " from reading where unit = ? and tag = ? order by id desc limit 1",
            unit,
            tag);
    return one.stream().findFirst();
  }

  /** The reading that arrived last, of each tag of the unit. */
  public Map<String, Reading> latest(String unit) {
    List<Reading> all =
        readings(
            "select r.* from tag t cross join lateral (select "
                + READING_COLUMNS
                + " from reading where unit = t.unit and tag = t.name order by id desc limit 1) r"
                + " where t.unit = ?",
            unit);
    Map<String, Reading> byTag = new LinkedHashMap<>();
    all.forEach(reading -> byTag.put(reading.tag(), reading));
    return byTag;
  }

  /** Readings with a source time in [from, to), oldest first; the newest {@code max} of them. */
  public List<Reading> between(String unit, String tag, Instant from, Instant to, int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max must be at least 1, got " + max);
    }
    List<Reading> newestFirst =
        readings(
            "select "
                + READING_COLUMNS
                + " from reading where unit = ? and tag = ? and source_time >= ?"
                + " and source_time < ? order by source_time desc, id desc limit ?",
            unit,
            tag,
            time(from),
            time(to),
            max);
    List<Reading> oldestFirst = new ArrayList<>(newestFirst);
    Collections.reverse(oldestFirst);
    return oldestFirst;
  }

  /** What was received of each tag of the unit with a source time in [from, to). */
  public List<ReadingSummary> summaries(String unit, Instant from, Instant to) {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select tag, count(*) as readings, count(*) filter (where (status_code >> 30) <> 0)"
                    + " as not_good, min(source_time) as first, max(source_time) as last,"
                    + " min(value) filter (where (status_code >> 30) = 0) as lowest,"
                    + " max(value) filter (where (status_code >> 30) = 0) as highest"
                    + " from reading where unit = ? and source_time >= ? and source_time < ?"
                    + " group by tag order by tag")) {
      bind(select, unit, time(from), time(to));
      List<ReadingSummary> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new ReadingSummary(
                  row.getString("tag"),
                  row.getLong("readings"),
                  row.getLong("not_good"),
                  instant(row, "first"),
                  instant(row, "last"),
                  row.getObject("lowest", Double.class),
                  row.getObject("highest", Double.class)));
        }
      }
      return found;
    } catch (SQLException failed) {
      throw new IllegalStateException("readings of " + unit + " could not be read", failed);
    }
  }

  /** Gaps of the unit that touch [from, to), oldest first. */
  public List<ReadingGap> gaps(String unit, Instant from, Instant to) {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select id, unit, tag, kind, from_time, to_time, words, stored_at from reading_gap"
                    + " where unit = ? and greatest(from_time, to_time) >= ?"
                    + " and least(from_time, to_time) < ? order by from_time, id")) {
      bind(select, unit, time(from), time(to));
      List<ReadingGap> gaps = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          gaps.add(
              new ReadingGap(
                  row.getLong("id"),
                  row.getString("unit"),
                  row.getString("tag"),
                  GapKind.valueOf(row.getString("kind")),
                  instant(row, "from_time"),
                  instant(row, "to_time"),
                  row.getString("words"),
                  instant(row, "stored_at")));
        }
      }
      return gaps;
    } catch (SQLException failed) {
      throw new IllegalStateException("gaps of " + unit + " could not be read", failed);
    }
  }

  /**
   * Samples reported in [from, to). A sample is the set of assays with one source time together
   * with the sample time reported at that source time; assays without one are no sample.
   */
  public List<OfflineSample> samples(String unit, Instant from, Instant to) {
    List<Reading> readings =
        readings(
            "select "
                + READING_COLUMNS
                + " from reading where unit = ? and tag like 'LAB.%' and source_time >= ?"
                + " and source_time < ? order by source_time, id",
            unit,
            time(from),
            time(to));
    Map<Instant, Map<String, Reading>> byTime = new TreeMap<>();
    for (Reading reading : readings) {
      if (reading.good()) {
        byTime
            .computeIfAbsent(reading.sourceTime(), t -> new LinkedHashMap<>())
            .put(reading.tag(), reading);
      }
    }
    List<OfflineSample> samples = new ArrayList<>();
    byTime.forEach(
        (reportedAt, assays) -> {
          Reading sampleTime = assays.remove(OfflineSample.SAMPLE_TIME);
          if (sampleTime != null && sampleTime.value() != null && !assays.isEmpty()) {
            samples.add(new OfflineSample(unit, sampleTime.value(), reportedAt, assays));
          }
        });
    return samples;
  }

  private List<Reading> readings(String sql, Object... arguments) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      bind(select, arguments);
      List<Reading> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new Reading(
                  row.getLong("id"),
                  row.getString("unit"),
                  row.getString("tag"),
                  row.getObject("value", Double.class),
                  row.getString("text"),
                  row.getLong("status_code"),
                  instant(row, "source_time"),
                  instant(row, "server_time"),
                  instant(row, "received_at")));
        }
      }
      return found;
    } catch (SQLException failed) {
      throw new IllegalStateException("readings could not be read", failed);
    }
  }

  private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }

  private static Timestamp time(Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp at = row.getTimestamp(column);
    return at == null ? null : at.toInstant();
  }
}
