package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.tree.TileSource;
import io.veritwin.ledger.tree.TreeHasher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.HibernateException;
import org.hibernate.Session;

/**
 * The log as it lies in the database. The tables hold full tiles only; partial tiles and entry
 * bundles follow from the entries. Every method runs in the caller's transaction.
 */
@ApplicationScoped
public class LogTables implements TileSource {

  /** "veritwin log", the advisory lock of the one sequencer. */
  private static final long SEQUENCER_LOCK = 0x7665726974776c6fL;

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  /**
   * An entry that has no place yet.
   *
   * @param leafHash as computed when the entry was written
   */
  record Waiting(long entryId, byte[] canonical, Hash leafHash) {}

  /**
   * The newest checkpoint of the database.
   *
   * @param note the signed note, not yet checked
   */
  record Head(long size, Hash root, String note) {}

  /** A time stamp over a checkpoint's note. */
  record Stamp(long size, byte[] token, Instant at) {}

  /** Takes the sequencer's lock for this transaction; false when another one holds it. */
  boolean lockSequencing() {
    return query(
            "select pg_try_advisory_xact_lock(?)",
            statement -> statement.setLong(1, SEQUENCER_LOCK),
            row -> row.getBoolean(1))
        .get(0);
  }

  Optional<Head> head() {
    return query(
            "select size, root_hash, note from log_checkpoint order by size desc limit 1",
            statement -> {},
            LogTables::head)
        .stream()
        .findFirst();
  }

  Optional<Head> checkpointOfSize(long size) {
    return query(
            "select size, root_hash, note from log_checkpoint where size = ?",
            statement -> statement.setLong(1, size),
            LogTables::head)
        .stream()
        .findFirst();
  }

  private static Head head(ResultSet row) throws SQLException {
    return new Head(row.getLong(1), Hash.of(row.getBytes(2)), row.getString(3));
  }

  /** Entries that wait for their place, oldest first; asked by key, see change 0143. */
  List<Waiting> waiting(int most) {
    return query(
        """
        select u.entry_id, e.canonical, e.leaf_hash
          from (select entry_id from audit_unsequenced order by entry_id limit ?) u,
            lateral (select canonical, leaf_hash from audit_entry where id = u.entry_id offset 0) e
          order by u.entry_id""",
        statement -> statement.setInt(1, most),
        row -> new Waiting(row.getLong(1), row.getBytes(2), Hash.of(row.getBytes(3))));
  }

  /** Puts every entry that waits beside the trail, where it is searched for. */
  public void makeSearchable() {
    query("select make_searchable()", statement -> {}, row -> null);
  }

  /** Gives the entries the places from {@code firstSequence} on; they no longer wait. */
  void place(long firstSequence, List<Waiting> entries) {
    Long[] ids = entries.stream().map(Waiting::entryId).toArray(Long[]::new);
    entities
        .unwrap(Session.class)
        .doWork(
            connection -> {
              Array placed = connection.createArrayOf("bigint", ids);
              try (PreparedStatement insert =
                      connection.prepareStatement(
                          """
                          insert into audit_position (sequence, entry_id)
                            select ? + place - 1, id from unnest(?) with ordinality as e(id, place)""");
                  PreparedStatement delete =
                      connection.prepareStatement(
                          "delete from audit_unsequenced where entry_id = any (?)")) {
                insert.setLong(1, firstSequence);
                insert.setArray(2, placed);
                insert.executeUpdate();
                delete.setArray(1, placed);
                delete.executeUpdate();
              }
            });
  }

  /** Keeps the full hash tiles among {@code tiles}. */
  void keepFullTiles(Map<TileAddress, byte[]> tiles) {
    TreeHasher hasher = new TreeHasher();
    batch(
        "insert into log_tile (level, tile_index, hashes, root_hash) values (?, ?, ?, ?)",
        tiles.keySet().stream().filter(t -> t.isFull() && !t.isEntries()).toList(),
        (statement, place, tile) -> {
          byte[] hashes = tiles.get(tile);
          statement.setInt(1, tile.level());
          statement.setLong(2, tile.index());
          statement.setBytes(3, hashes);
          statement.setBytes(4, hasher.subtree(hashes, 0, TileAddress.FULL).bytes());
        });
  }

  void keepCheckpoint(SignedCheckpoint checkpoint, Instant at) {
    batch(
        "insert into log_checkpoint (size, root_hash, note, at) values (?, ?, ?, ?)",
        List.of(checkpoint),
        (statement, place, signed) -> {
          statement.setLong(1, signed.size());
          statement.setBytes(2, signed.checkpoint().root().bytes());
          statement.setString(3, signed.text());
          statement.setObject(4, at.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        });
  }

  Optional<Stamp> newestStamp() {
    return query(
            "select size, token, at from log_time_stamp order by size desc limit 1",
            statement -> {},
            LogTables::stamp)
        .stream()
        .findFirst();
  }

  /** The first time stamp over a checkpoint that covers the entry at {@code index}. */
  Optional<Stamp> firstStampCovering(long index) {
    return query(
            "select size, token, at from log_time_stamp where size > ? order by size limit 1",
            statement -> statement.setLong(1, index),
            LogTables::stamp)
        .stream()
        .findFirst();
  }

  private static Stamp stamp(ResultSet row) throws SQLException {
    return new Stamp(row.getLong(1), row.getBytes(2), instant(row, 3));
  }

  void keepStamp(Stamp stamp) {
    batch(
        "insert into log_time_stamp (size, token, at) values (?, ?, ?)",
        List.of(stamp),
        (statement, place, s) -> {
          statement.setLong(1, s.size());
          statement.setBytes(2, s.token());
          statement.setObject(3, s.at().atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        });
  }

  /** The canonical bytes of the entries at places {@code from} (inclusive) to {@code to}. */
  List<byte[]> entries(long from, long to) {
    return query(
        """
        select e.canonical from audit_position p join audit_entry e on e.id = p.entry_id
          where p.sequence >= ? and p.sequence < ? order by p.sequence""",
        statement -> {
          statement.setLong(1, from);
          statement.setLong(2, to);
        },
        row -> row.getBytes(1));
  }

  /**
   * An entry with its place, exactly as the tables hold it.
   *
   * @param columns the extracted columns as text
   */
  record Stored(
      long sequence, long entryId, byte[] canonical, Hash leafHash, Map<String, String> columns) {}

  private static final String STORED =
      """
      select p.sequence, e.canonical, e.leaf_hash, e.id, e.event, e.person_id, e.person_name,
        e.person_role, e.record_type, e.record_id, e.record_version, e.refused, e.rule, e.reason,
        e.sentence, e.at from audit_entry e""";

  private static final List<String> TEXT_COLUMNS =
      List.of(
          "event",
          "person_id",
          "person_name",
          "person_role",
          "record_type",
          "record_id",
          "rule",
          "reason",
          "sentence");

  /** The entries at places {@code from} (inclusive) to {@code to}, with all their columns. */
  List<Stored> stored(long from, long to) {
    return query(
        STORED
            + " join audit_position p on p.entry_id = e.id"
            + " where p.sequence >= ? and p.sequence < ? order by p.sequence",
        statement -> {
          statement.setLong(1, from);
          statement.setLong(2, to);
        },
        LogTables::stored);
  }

  /** One entry with all its columns; its sequence is -1 while it has no place. */
  Optional<Stored> stored(long entryId) {
    return query(
            STORED + " left join audit_position p on p.entry_id = e.id where e.id = ?",
            statement -> statement.setLong(1, entryId),
            LogTables::stored)
        .stream()
        .findFirst();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    long sequence = row.getLong("sequence");
    if (row.wasNull()) {
      sequence = -1;
    }
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("id", Long.toString(row.getLong("id")));
    for (String column : TEXT_COLUMNS) {
      columns.put(column, row.getString(column));
    }
    columns.put("record_version", Integer.toString(row.getInt("record_version")));
    columns.put("refused", Boolean.toString(row.getBoolean("refused")));
    columns.put("at", row.getObject("at", OffsetDateTime.class).toInstant().toString());
    return new Stored(
        sequence,
        row.getLong("id"),
        row.getBytes("canonical"),
        Hash.of(row.getBytes("leaf_hash")),
        columns);
  }

  /** Entries that stand neither in the log nor on the waiting list: there must be none. */
  long unaccounted() {
    return query(
            """
            select count(*) from audit_entry e
              where not exists (select 1 from audit_position p where p.entry_id = e.id)
                and not exists (select 1 from audit_unsequenced u where u.entry_id = e.id)""",
            statement -> {},
            row -> row.getLong(1))
        .get(0);
  }

  /**
   * Entries that searching would not find, or by something else than they say: there must be none.
   * One that has neither its place nor its row yet was written a moment ago.
   */
  long notSearchable() {
    return query(
            """
            select count(*) from audit_entry e full join audit_search s on s.id = e.id
                left join audit_position p on p.entry_id = e.id
              where (s.at, s.event, s.person_id, s.person_name, s.record_type, s.record_id,
                  s.refused, s.words)
                is distinct from (e.at, e.event, e.person_id, e.person_name, e.record_type,
                  e.record_id, e.refused, search_words(e.sentence, e.reason))
                and (p.entry_id is not null or s.id is not null)""",
            statement -> {},
            row -> row.getLong(1))
        .get(0);
  }

  /** How many entries wait for their place, and the age of the oldest by the database's clock. */
  Optional<ReadLog.Unsealed> unsealed() {
    return query(
            """
            select count(*), extract(epoch from clock_timestamp() - min(e.stored_at))
              from audit_unsequenced u join audit_entry e on e.id = u.entry_id""",
            statement -> {},
            row ->
                new ReadLog.Unsealed(
                    row.getLong(1), Duration.ofMillis(Math.round(row.getDouble(2) * 1000))))
        .stream()
        .filter(unsealed -> unsealed.entries() > 0)
        .findFirst();
  }

  /** The server time of the newest entry, by time. */
  Optional<Instant> newestEntryAt() {
    makeSearchable();
    return query(
            "select at from audit_search order by at desc limit 1",
            statement -> {},
            row -> instant(row, 1))
        .stream()
        .findFirst();
  }

  /** The newest entry of an event, as its canonical bytes. */
  Optional<byte[]> newestOf(String event) {
    makeSearchable();
    return query(
            """
            select canonical from audit_entry where id =
              (select id from audit_search where event = ? order by id desc limit 1)""",
            statement -> statement.setString(1, event),
            row -> row.getBytes(1))
        .stream()
        .findFirst();
  }

  /** The canonical bytes of every entry of an event, oldest first. */
  List<byte[]> allOf(String event) {
    makeSearchable();
    return query(
        """
        select e.canonical from audit_search s join audit_entry e on e.id = s.id
          where s.event = ? order by s.id""",
        statement -> statement.setString(1, event),
        row -> row.getBytes(1));
  }

  boolean hasEntryOf(String recordType, String recordId) {
    return !query(
            "select 1 from audit_entry where record_type = ? and record_id = ? limit 1",
            statement -> {
              statement.setString(1, recordType);
              statement.setString(2, recordId);
            },
            row -> row.getInt(1))
        .isEmpty();
  }

  Instant databaseTime() {
    return query("select clock_timestamp()", statement -> {}, row -> instant(row, 1)).get(0);
  }

  /**
   * Lets the database put so many rows of 8 kB on its disk and drop them again, beside every table
   * and without the write-ahead log.
   */
  void fillAside(int rows) {
    query("select set_config('work_mem', '64kB', true)", statement -> {}, row -> row.getString(1));
    query(
        """
        with aside as materialized (select repeat('x', 8100) from generate_series(1, ?))
        select count(*) from aside""",
        statement -> statement.setInt(1, rows),
        row -> row.getLong(1));
  }

  /** What the database says about itself, as far as records depend on it. */
  SortedMap<String, String> databaseFacts() {
    SortedMap<String, String> facts = new TreeMap<>();
    query(
        """
        select 'database ' || name, setting from pg_settings where name in
          ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums')""",
        statement -> {},
        row -> facts.put(row.getString(1), row.getString(2)));
    return facts;
  }

  /** The digest of the changes that the schema's owner applied last; empty where none is noted. */
  Optional<String> schemaChanges() {
    boolean noted =
        query(
                "select to_regclass('public.schema_version') is not null",
                statement -> {},
                row -> row.getBoolean(1))
            .get(0);
    return noted
        ? query(
                "select changes_digest from schema_version order by id desc limit 1",
                statement -> {},
                row -> row.getString(1))
            .stream()
            .findFirst()
        : Optional.empty();
  }

  Optional<Long> placeOf(long entryId) {
    return query(
            "select sequence from audit_position where entry_id = ?",
            statement -> statement.setLong(1, entryId),
            row -> row.getLong(1))
        .stream()
        .findFirst();
  }

  Optional<byte[]> canonical(long entryId) {
    return query(
            "select canonical from audit_entry where id = ?",
            statement -> statement.setLong(1, entryId),
            row -> row.getBytes(1))
        .stream()
        .findFirst();
  }

  @Override
  public Optional<byte[]> read(TileAddress tile) throws IOException {
    try {
      byte[] bytes = tile.isEntries() ? bundle(tile) : hashes(tile);
      return Optional.ofNullable(bytes);
    } catch (HibernateException e) {
      throw new IOException(tile.path() + " cannot be read from the database", e);
    }
  }

  private byte[] bundle(TileAddress tile) {
    long from = tile.index() * TileAddress.FULL;
    List<byte[]> entries = entries(from, from + tile.width());
    if (entries.size() < tile.width()) {
      return null;
    }
    ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      bundle.write(entry.length >> 8);
      bundle.write(entry.length);
      bundle.writeBytes(entry);
    }
    return bundle.toByteArray();
  }

  private byte[] hashes(TileAddress tile) {
    if (tile.isFull()) {
      return query(
              "select hashes from log_tile where level = ? and tile_index = ?",
              statement -> {
                statement.setInt(1, tile.level());
                statement.setLong(2, tile.index());
              },
              row -> row.getBytes(1))
          .stream()
          .findFirst()
          .orElse(null);
    }
    String below =
        tile.level() == 0
            ? """
              select e.leaf_hash from audit_position p join audit_entry e on e.id = p.entry_id
                where p.sequence >= ? and p.sequence < ? order by p.sequence"""
            : """
              select root_hash from log_tile where tile_index >= ? and tile_index < ? and level = ?
                order by tile_index""";
    long from = tile.index() * TileAddress.FULL;
    List<byte[]> nodes =
        query(
            below,
            statement -> {
              statement.setLong(1, from);
              statement.setLong(2, from + tile.width());
              if (tile.level() > 0) {
                statement.setInt(3, tile.level() - 1);
              }
            },
            row -> row.getBytes(1));
    if (nodes.size() < tile.width()) {
      return null;
    }
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    nodes.forEach(hashes::writeBytes);
    return hashes.toByteArray();
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface RowParameters<T> {
    void set(PreparedStatement statement, int place, T value) throws SQLException;
  }

  private <T> List<T> query(String sql, Parameters parameters, Row<T> row) {
    return entities
        .unwrap(Session.class)
        .doReturningWork(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                parameters.set(statement);
                List<T> rows = new ArrayList<>();
                try (ResultSet result = statement.executeQuery()) {
                  while (result.next()) {
                    rows.add(row.read(result));
                  }
                }
                return rows;
              }
            });
  }

  private <T> void batch(String sql, List<T> values, RowParameters<T> parameters) {
    if (values.isEmpty()) {
      return;
    }
    entities
        .unwrap(Session.class)
        .doWork(
            (Connection connection) -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int place = 0; place < values.size(); place++) {
                  parameters.set(statement, place, values.get(place));
                  statement.addBatch();
                }
                statement.executeBatch();
              }
            });
  }

  /** The bytes of a note as they are signed and time-stamped. */
  static byte[] bytes(String note) {
    return note.getBytes(StandardCharsets.UTF_8);
  }
}
