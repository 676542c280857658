package io.veritwin.ui.audit;

import io.veritwin.records.trail.TrailQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a reader of the trail looks for, as it stands in the address: an address can be kept, sent
 * and opened again.
 *
 * @param record number of the record
 * @param person part of the name
 * @param event name of the event
 * @param refused refused attempts only
 * @param exceptions exceptions only, refused attempts among them
 * @param from first day in UTC, "2026-11-20"
 * @param to last day in UTC, inclusive
 * @param text words in sentence or reason
 * @param sort column
 * @param ascending order
 * @param page from 0
 */
public record TrailFilter(
    String record,
    String person,
    String event,
    boolean refused,
    boolean exceptions,
    String from,
    String to,
    String text,
    String sort,
    boolean ascending,
    int page) {

  static final int PAGE = 50;

  /** The filter of a request. */
  public static TrailFilter of(HttpServletRequest request) {
    return new TrailFilter(
        text(request, "record"),
        text(request, "person"),
        text(request, "event"),
        "true".equals(request.getParameter("refused")),
        "true".equals(request.getParameter("exceptions")),
        text(request, "from"),
        text(request, "to"),
        text(request, "text"),
        text(request, "sort").isEmpty() ? "entry" : text(request, "sort"),
        "true".equals(request.getParameter("ascending")),
        page(request));
  }

  /** The filter that asks for the same entries, by whole days. */
  public static TrailFilter of(TrailQuery query) {
    return new TrailFilter(
        some(query.recordId()),
        some(query.person()),
        some(query.event()),
        query.only() == TrailQuery.Only.REFUSED,
        query.only() == TrailQuery.Only.EXCEPTIONS,
        query.from() == null ? "" : LocalDate.ofInstant(query.from(), ZoneOffset.UTC).toString(),
        query.to() == null
            ? ""
            : LocalDate.ofInstant(query.to(), ZoneOffset.UTC).minusDays(1).toString(),
        some(query.text()),
        "entry",
        false,
        0);
  }

  private static String some(String text) {
    return text == null ? "" : text;
  }

  private static String text(HttpServletRequest request, String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value.strip();
  }

  private static int page(HttpServletRequest request) {
    String value = request.getParameter("page");
    return value != null && value.matches("\\d{1,7}") ? Integer.parseInt(value) : 0;
  }

  /** The same as the trail understands it. */
  public TrailQuery query() {
    return new TrailQuery(
        nothing(person),
        null,
        nothing(record),
        day(from, 0),
        day(to, 1),
        nothing(event),
        only(),
        nothing(text),
        sorting(),
        ascending,
        page,
        PAGE);
  }

  private TrailQuery.Only only() {
    return refused
        ? TrailQuery.Only.REFUSED
        : exceptions ? TrailQuery.Only.EXCEPTIONS : TrailQuery.Only.ALL;
  }

  private TrailQuery.Sort sorting() {
    try {
      return TrailQuery.Sort.valueOf(sort.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      return TrailQuery.Sort.ENTRY;
    }
  }

  private static String nothing(String text) {
    return text.isEmpty() ? null : text;
  }

  private static Instant day(String text, int plusDays) {
    try {
      return text.isEmpty()
          ? null
          : LocalDate.parse(text).plusDays(plusDays).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException noDay) {
      return null;
    }
  }

  /** The address's query with one value changed; the page starts again unless it is the change. */
  public String with(String name, Object value) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("record", record);
    all.put("person", person);
    all.put("event", event);
    all.put("refused", refused ? "true" : "");
    all.put("exceptions", exceptions ? "true" : "");
    all.put("from", from);
    all.put("to", to);
    all.put("text", text);
    all.put("sort", sort.equals("entry") ? "" : sort);
    all.put("ascending", ascending ? "true" : "");
    all.put("page", name.equals("entry") ? Integer.toString(page) : "");
    all.put(name, String.valueOf(value));
    StringBuilder out = new StringBuilder("?");
    all.forEach(
        (key, text) -> {
          if (!text.isEmpty() && !(key.equals("page") && text.equals("0"))) {
            out.append(out.length() > 1 ? "&" : "")
                .append(key)
                .append('=')
                .append(URLEncoder.encode(text, StandardCharsets.UTF_8));
          }
        });
    return out.toString();
  }
}
