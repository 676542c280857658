package io.veritwin.records.trail;

import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.records.inspection.OutsideScopeException;
import io.veritwin.records.inspection.ReadingScope;
import io.veritwin.records.inspection.ReadingScope.Bounds;
import io.veritwin.records.log.LogTables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** Searches the trail for the explorer (URS-130). Reads only. */
@ApplicationScoped
@Transactional
public class TrailSearch {

  private static final int RELATED = 200;

  /**
   * Matches are counted up to this many: counting millions takes seconds, and nobody pages through
   * them.
   */
  static final int COUNTED = 1_000;

  /** Words are common when at least {@link #COMMON} of so many newest entries say them. */
  private static final int SAMPLE = 2_000;

  private static final int COMMON = 10;

  private static final String COLUMNS =
      """
      select e.id, p.sequence, e.at, e.event, e.person_id, e.person_name, e.person_role,
        e.record_type, e.record_id, e.record_version, e.refused, coalesce(e.rule, '') as rule,
        coalesce(e.reason, '') as reason, e.sentence
      from audit_entry e left join audit_position p on p.entry_id = e.id""";

  private static final String EXCEPTION = "(e.refused or e.event in (:exceptions))";
  private static final String OF_OTHERS = "e.person_id <> :reviewer";

  private static final String COVERAGE =
      """
      select count(*) filter (where %1$s) as entries,
        count(*) filter (where %1$s and %2$s) as exceptions,
        count(*) filter (where not %1$s) as own,
        encode(sha256(coalesce(
          string_agg(w.leaf_hash, ''::bytea order by e.id) filter (where %1$s), '')), 'hex')
          as digest
      from audit_search e join audit_entry w on w.id = e.id"""
          .formatted(OF_OTHERS, EXCEPTION);

  /** All events by a walk along the index: one step per event, however many entries there are. */
  private static final String EVENTS =
      """
      with recursive names(event) as (
        (select event from audit_search order by event limit 1)
        union all
        select (select e.event from audit_search e where e.event > n.event order by e.event limit 1)
          from names n where n.event is not null)
      select event from names where event is not null""";

  /** The same walk for the names of persons, of whom there are few. */
  private static final String NAMES_LIKE =
      """
      with recursive names(name) as (
        (select person_name from audit_search order by person_name limit 1)
        union all
        select (select p.person_name from audit_search p where p.person_name > n.name
            order by p.person_name limit 1)
          from names n where n.name is not null)
      select name from names where name ilike :name""";

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Receipts receipts;
  @Inject ReadingScope reading;
  @Inject LogTables log;

  /** One page of the entries that match. */
  public TrailPage search(TrailQuery query) {
    log.makeSearchable();
    Matching matching = matching(query);
    String order = order(query);
    String page =
        matching.source
            + order
            + " limit "
            + (query.pageSize() + 1)
            + " offset "
            + (long) query.page() * query.pageSize();
    List<TrailRow> found = rows(page, order, matching.values);
    boolean more = found.size() > query.pageSize();
    long total = total();
    long counted = matching.everything ? total : count(matching);
    boolean uncounted = !matching.everything && counted > COUNTED;
    return new TrailPage(
        more ? found.subList(0, query.pageSize()) : found,
        more,
        uncounted ? COUNTED : counted,
        uncounted,
        total);
  }

  /** Entries of a time stand in the order of time, for which there is an index. */
  private static String order(TrailQuery query) {
    String direction = query.ascending() ? " asc" : " desc";
    boolean byTime =
        query.sort() == TrailQuery.Sort.ENTRY && (query.from() != null || query.to() != null);
    String column = byTime ? TrailQuery.Sort.TIME.column() : query.sort().column();
    return " order by e." + column + direction + ", e.id" + direction;
  }

  /**
   * The next entries that match, oldest first, for walking through all of them.
   *
   * @param afterId the last entry seen
   */
  List<TrailRow> next(TrailQuery query, long afterId, int most) {
    Conditions conditions = conditions(query);
    conditions.add("e.id > :after", "after", afterId);
    if (conditions.saying != null) {
      conditions.add(conditions.saying);
    }
    log.makeSearchable();
    return first(conditions, most);
  }

  /** The query's conditions and those of the reader's access, which no query can lift. */
  private Conditions conditions(TrailQuery query) {
    Conditions conditions = new Conditions(query);
    reading.bounds().ifPresent(conditions::within);
    return conditions;
  }

  /** What matches a query, as something to select from. */
  private record Matching(String source, Map<String, Object> values, boolean everything) {}

  /**
   * Entries that say common words are found by walking through all of them in their order, which
   * soon finds enough for a page; entries with rare words by the index of words, which must first
   * collect all of them. PostgreSQL cannot tell the two apart for the beginnings of words, so the
   * newest entries are asked which it is.
   */
  private Matching matching(TrailQuery query) {
    Conditions conditions = conditions(query);
    if (conditions.saying == null) {
      return new Matching(
          "audit_search e" + conditions.where(), conditions.values, conditions.isEmpty());
    }
    if (isCommon(conditions)) {
      return new Matching(
          "(select * from audit_search e"
              + conditions.where()
              + order(query)
              + " offset 0) e where "
              + conditions.saying,
          conditions.values,
          false);
    }
    conditions.add(
        "e.id = any (array(select e.id from audit_search e where " + conditions.saying + "))");
    return new Matching("audit_search e" + conditions.where(), conditions.values, false);
  }

  private boolean isCommon(Conditions conditions) {
    return entities
            .unwrap(Session.class)
            .createNativeQuery(
                "select count(*) from (select e.words from audit_search e order by e.id desc limit "
                    + SAMPLE
                    + ") e where "
                    + conditions.saying,
                Long.class)
            .setParameter("words", conditions.values.get("words"))
            .getSingleResult()
        >= COMMON;
  }

  /**
   * What a review covers: entries that match, up to the newest at the time, of everybody but the
   * reviewer, whose own acts somebody else must review.
   *
   * @param query its page and its order do not matter
   * @param reviewer subject
   * @param upTo the last entry
   */
  public record Scope(TrailQuery query, String reviewer, long upTo) {}

  /**
   * The covered entries in figures.
   *
   * @param entries how many
   * @param exceptions how many of them are exceptions
   * @param own how many match but are the reviewer's own
   * @param digest SHA-256 over the covered entries' leaf hashes, in their order, lower-case hex
   */
  public record Coverage(long entries, long exceptions, long own, String digest) {}

  /** Counts and digests what a review covers; the digest shows later whether it is the same. */
  public Coverage cover(Scope scope) {
    log.makeSearchable();
    Conditions conditions = within(scope);
    conditions.values.put("exceptions", ExceptionEvents.NAMES);
    NativeQuery<Tuple> query =
        entities
            .unwrap(Session.class)
            .createNativeQuery(COVERAGE + conditions.where(), Tuple.class)
            .addScalar("entries", Long.class)
            .addScalar("exceptions", Long.class)
            .addScalar("own", Long.class)
            .addScalar("digest", String.class);
    conditions.values.forEach(query::setParameter);
    Tuple covered = query.getSingleResult();
    return new Coverage(
        covered.get("entries", Long.class),
        covered.get("exceptions", Long.class),
        covered.get("own", Long.class),
        covered.get("digest", String.class));
  }

  /** The covered exceptions, oldest first, at most so many. */
  public List<TrailRow> exceptions(Scope scope, int most) {
    log.makeSearchable();
    Conditions conditions = within(scope);
    conditions.add(OF_OTHERS);
    conditions.add(EXCEPTION, "exceptions", ExceptionEvents.NAMES);
    return first(conditions, most);
  }

  /** The newest entry of the trail; 0 while there is none. */
  public long newest() {
    return (Long)
        entities
            .createNativeQuery("select coalesce(max(id), 0) from audit_entry", Long.class)
            .getSingleResult();
  }

  private Conditions within(Scope scope) {
    Conditions conditions = conditions(scope.query());
    if (conditions.saying != null) {
      conditions.add(conditions.saying);
    }
    conditions.add("e.id <= :upTo", "upTo", scope.upTo());
    conditions.values.put("reviewer", scope.reviewer());
    return conditions;
  }

  /**
   * One entry with its fields before and after, its canonical bytes and its receipt.
   *
   * @throws OutsideScopeException when the reader's access does not cover it
   */
  public Optional<EntryDetail> entry(long id) {
    requireCovered(id);
    List<TrailRow> row = rows(COLUMNS + " where e.id = :id", Map.of("id", id));
    if (row.isEmpty()) {
      return Optional.empty();
    }
    byte[] canonical = canonical(id);
    AuditEntry entry = AuditEntry.read(canonical).orThrow();
    Hash leafHash = new TreeHasher().leaf(canonical);
    return Optional.of(
        new EntryDetail(
            row.get(0),
            entry.changes(),
            new TreeMap<>(entry.details()),
            entry.origin(),
            new String(canonical, StandardCharsets.UTF_8),
            HexFormat.of().formatHex(leafHash.bytes()),
            receipts.find(id)));
  }

  /**
   * Refuses an entry that the reader's access does not cover, and one that does not exist in the
   * same words: they would tell which is which.
   *
   * @throws OutsideScopeException when it is not covered; the attempt is on record
   */
  public void requireCovered(long id) {
    Optional<Bounds> bounds = reading.bounds();
    if (bounds.isEmpty()) {
      return;
    }
    NativeQuery<Long> query =
        entities
            .unwrap(Session.class)
            .createNativeQuery(
                "select count(*) from audit_entry e where e.id = :id and "
                    + bounds.get().condition(),
                Long.class)
            .setParameter("id", id);
    bounds.get().values().forEach(query::setParameter);
    if (query.getSingleResult() == 0) {
      throw reading.outside("audit entry " + id);
    }
  }

  /** The entry's bytes as hashed into the log. */
  byte[] canonical(long id) {
    return (byte[])
        entities
            .createNativeQuery("select canonical from audit_entry where id = :id", byte[].class)
            .setParameter("id", id)
            .getSingleResult();
  }

  /** The other entries of the same record, oldest first, at most 200 nearest to this one. */
  public List<TrailRow> related(long id) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", id);
    Optional<Bounds> bounds = reading.bounds();
    bounds.ifPresent(b -> values.putAll(b.values()));
    String nearest =
        COLUMNS
            + """
               join audit_entry this on this.id = :id
              where e.record_type = this.record_type and e.record_id = this.record_id
                and e.id <> this.id"""
            + bounds.map(b -> " and " + b.condition()).orElse("")
            + " order by abs(e.id - this.id) limit "
            + RELATED;
    return rows("select * from (" + nearest + ") r order by id", values);
  }

  /** The names of all events that occur, for the explorer's filter. */
  public List<String> events() {
    log.makeSearchable();
    Session session = entities.unwrap(Session.class);
    Optional<Bounds> bounds = reading.bounds();
    if (bounds.isEmpty()) {
      return session.createNativeQuery(EVENTS, String.class).getResultList();
    }
    NativeQuery<String> query =
        session.createNativeQuery(
            "select distinct e.event from audit_search e where "
                + bounds.get().condition()
                + " order by e.event",
            String.class);
    bounds.get().values().forEach(query::setParameter);
    return query.getResultList();
  }

  /** Every place of the log is an entry, so no counting is needed, unless only some may be seen. */
  private long total() {
    Optional<Bounds> bounds = reading.bounds();
    if (bounds.isPresent()) {
      NativeQuery<Long> query =
          entities
              .unwrap(Session.class)
              .createNativeQuery(
                  "select count(*) from audit_search e where " + bounds.get().condition(),
                  Long.class);
      bounds.get().values().forEach(query::setParameter);
      return query.getSingleResult();
    }
    return (Long)
        entities
            .createNativeQuery(
                "select coalesce((select max(sequence) + 1 from audit_position), 0)"
                    + " + (select count(*) from audit_unsequenced)",
                Long.class)
            .getSingleResult();
  }

  private long count(Matching matching) {
    NativeQuery<Long> query =
        entities
            .unwrap(Session.class)
            .createNativeQuery(
                "select count(*) from (select 1 from "
                    + matching.source
                    + " limit "
                    + (COUNTED + 1)
                    + ") m",
                Long.class);
    matching.values.forEach(query::setParameter);
    return query.getSingleResult();
  }

  /** The first matches, oldest first. */
  private List<TrailRow> first(Conditions conditions, int most) {
    String order = " order by e.id";
    return rows(
        "audit_search e" + conditions.where() + order + " limit " + most, order, conditions.values);
  }

  /** Rows of the entries found, in the same order. */
  private List<TrailRow> rows(String found, String order, Map<String, Object> values) {
    return rows(
        COLUMNS + " where e.id = any (array(select e.id from " + found + "))" + order, values);
  }

  private List<TrailRow> rows(String sql, Map<String, Object> values) {
    NativeQuery<Tuple> query =
        entities
            .unwrap(Session.class)
            .createNativeQuery(sql, Tuple.class)
            .addScalar("id", Long.class)
            .addScalar("sequence", Long.class)
            .addScalar("at", Instant.class)
            .addScalar("event", String.class)
            .addScalar("person_id", String.class)
            .addScalar("person_name", String.class)
            .addScalar("person_role", String.class)
            .addScalar("record_type", String.class)
            .addScalar("record_id", String.class)
            .addScalar("record_version", Integer.class)
            .addScalar("refused", Boolean.class)
            .addScalar("rule", String.class)
            .addScalar("reason", String.class)
            .addScalar("sentence", String.class);
    values.forEach(query::setParameter);
    return query.getResultList().stream().map(TrailSearch::row).toList();
  }

  private static TrailRow row(Tuple t) {
    return new TrailRow(
        t.get("id", Long.class),
        t.get("sequence", Long.class),
        t.get("at", Instant.class),
        t.get("event", String.class),
        t.get("person_id", String.class),
        t.get("person_name", String.class),
        t.get("person_role", String.class),
        new RecordRef(
            t.get("record_type", String.class),
            t.get("record_id", String.class),
            t.get("record_version", Integer.class)),
        t.get("refused", Boolean.class),
        t.get("rule", String.class),
        t.get("reason", String.class),
        t.get("sentence", String.class));
  }

  /** The query's conditions as SQL; every value is a parameter. */
  private static final class Conditions {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** The condition on the entry's words, which is not among the others; null without one. */
    private final String saying;

    Conditions(TrailQuery query) {
      addText("e.record_type = :type", "type", query.recordType());
      addText("e.record_id = :record", "record", query.recordId());
      addText("e.event = :event", "event", query.event());
      if (!isBlank(query.person())) {
        add(
            "(e.person_name in (" + NAMES_LIKE + ") or e.person_id = :person)",
            "person",
            query.person());
        values.put("name", "%" + literal(query.person()) + "%");
      }
      if (query.from() != null) {
        add("e.at >= :from", "from", query.from());
      }
      if (query.to() != null) {
        add("e.at < :to", "to", query.to());
      }
      switch (query.only()) {
        case ALL -> {}
        case REFUSED -> add("e.refused");
        case EXCEPTIONS -> add(EXCEPTION, "exceptions", ExceptionEvents.NAMES);
      }
      saying = isBlank(query.text()) ? null : "e.words @@ to_tsquery('simple', :words)";
      if (saying != null) {
        values.put("words", words(query.text()));
      }
    }

    String where() {
      return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    boolean isEmpty() {
      return conditions.isEmpty() && saying == null;
    }

    void within(Bounds bounds) {
      conditions.add(bounds.condition());
      values.putAll(bounds.values());
    }

    void add(String condition) {
      conditions.add(condition);
    }

    void add(String condition, String name, Object value) {
      conditions.add(condition);
      values.put(name, value);
    }

    private void addText(String condition, String name, String value) {
      if (!isBlank(value)) {
        add(condition, name, value);
      }
    }

    private static boolean isBlank(String text) {
      return text == null || text.isBlank();
    }

    private static String literal(String text) {
      return text.replaceAll("([\\\\%_])", "\\\\$1");
    }

    /** Each word, or its beginning, must occur. */
    private static String words(String text) {
      return Arrays.stream(text.strip().split("\\s+"))
          .map(word -> "'" + word.replace("\\", "\\\\").replace("'", "''") + "':*")
          .collect(Collectors.joining(" & "));
    }
  }
}
