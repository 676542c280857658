package io.veritwin.records.trail;

import java.time.Instant;

/**
 * What the explorer looks for. Every condition that is {@code null} or empty matches everything.
 *
 * @param person a part of the person's name, or the full subject
 * @param recordType the record's kind, for example "recommendation"
 * @param recordId the record's number, for example "P-0412"
 * @param from first instant of server time, inclusive
 * @param to last instant of server time, exclusive
 * @param event the event's name
 * @param only which entries at all
 * @param text words that stand in the sentence or in the reason, in any order
 * @param sort the column the rows are sorted by
 * @param ascending true for smallest, oldest or alphabetically first on top
 * @param page counted from 0
 * @param pageSize rows on a page, 1 to 500
 */
public record TrailQuery(
    String person,
    String recordType,
    String recordId,
    Instant from,
    Instant to,
    String event,
    Only only,
    String text,
    Sort sort,
    boolean ascending,
    int page,
    int pageSize) {

  /** Which entries are looked at. */
  public enum Only {
    ALL,
    /** Refused attempts. */
    REFUSED,
    /** What a review looks at first: see {@link ExceptionEvents}. */
    EXCEPTIONS
  }

  /** Columns of the explorer that can be sorted by. */
  public enum Sort {
    ENTRY("id"),
    TIME("at"),
    PERSON("person_name"),
    EVENT("event"),
    RECORD("record_id");

    private final String column;

    Sort(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }

  public TrailQuery {
    if (page < 0 || pageSize < 1 || pageSize > 500) {
      throw new IllegalArgumentException(
          "a page is counted from 0 and holds 1 to 500 rows, got page "
              + page
              + " of "
              + pageSize
              + " rows");
    }
  }

  /** Everything, newest first, 50 rows a page. */
  public static TrailQuery all() {
    return new TrailQuery(
        null, null, null, null, null, null, Only.ALL, null, Sort.ENTRY, false, 0, 50);
  }

  public TrailQuery ofRecord(String type, String id) {
    return new TrailQuery(
        person, type, id, from, to, event, only, text, sort, ascending, page, pageSize);
  }

  public TrailQuery by(String who) {
    return new TrailQuery(
        who, recordType, recordId, from, to, event, only, text, sort, ascending, page, pageSize);
  }

  public TrailQuery between(Instant first, Instant last) {
    return new TrailQuery(
        person,
        recordType,
        recordId,
        first,
        last,
        event,
        only,
        text,
        sort,
        ascending,
        page,
        pageSize);
  }

  public TrailQuery named(String eventName) {
    return new TrailQuery(
        person,
        recordType,
        recordId,
        from,
        to,
        eventName,
        only,
        text,
        sort,
        ascending,
        page,
        pageSize);
  }

  public TrailQuery only(Only which) {
    return new TrailQuery(
        person,
        recordType,
        recordId,
        from,
        to,
        event,
        which,
        text,
        sort,
        ascending,
        page,
        pageSize);
  }

  public TrailQuery saying(String words) {
    return new TrailQuery(
        person,
        recordType,
        recordId,
        from,
        to,
        event,
        only,
        words,
        sort,
        ascending,
        page,
        pageSize);
  }

  public TrailQuery sortedBy(Sort column, boolean smallestFirst) {
    return new TrailQuery(
        person,
        recordType,
        recordId,
        from,
        to,
        event,
        only,
        text,
        column,
        smallestFirst,
        page,
        pageSize);
  }

  public TrailQuery page(int number, int size) {
    return new TrailQuery(
        person, recordType, recordId, from, to, event, only, text, sort, ascending, number, size);
  }
}
