package io.veritwin.ui.audit;

import io.veritwin.records.inspection.OutsideScopeException;
import io.veritwin.records.inspection.ReadingScope;
import io.veritwin.records.inspection.RecordReading;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.EntryDetail;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.records.trail.SavedSearches;
import io.veritwin.records.trail.SavedSearches.SavedSearch;
import io.veritwin.records.trail.TrailPage;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.ui.inspection.MyAccess;
import io.veritwin.ui.notation.Notation;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The audit trail's explorer: what matches, and the entry that is opened (URS-506). */
@Named
@RequestScoped
public class Explorer {

  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

  @Inject TrailSearch search;
  @Inject HttpServletRequest request;
  @Inject Notation notation;
  @Inject SavedSearches searches;
  @Inject CurrentPerson me;
  @Inject MyAccess myAccess;
  @Inject ReadingScope reading;
  @Inject RecordReading recordReading;

  private TrailFilter filter;
  private TrailPage page;
  private EntryDetail opened;
  private List<Refusal> refusals = List.of();

  public TrailFilter getFilter() {
    if (filter == null) {
      filter = TrailFilter.of(request);
    }
    return filter;
  }

  public TrailPage getPage() {
    read();
    return page;
  }

  /** The opened entry: the one asked for, else the first of the page. */
  public EntryDetail getOpened() {
    read();
    return opened;
  }

  /** Why what was asked for is not shown; empty when nothing was refused. */
  public List<Refusal> getRefusals() {
    read();
    return refusals;
  }

  /** Once per request: what is shown, which for an inspector is an entry before it is shown. */
  private void read() {
    if (page != null) {
      return;
    }
    page = search.search(getFilter().query());
    String asked = request.getParameter("entry");
    try {
      if (asked != null && asked.matches("\\d{1,18}")) {
        opened = search.entry(Long.parseLong(asked)).orElse(null);
      } else if (!page.rows().isEmpty()) {
        opened = search.entry(page.rows().get(0).id()).orElse(null);
      } else if (myAccess.isBounded() && isUnknown(getFilter().record())) {
        throw reading.outside("record " + getFilter().record());
      }
    } catch (OutsideScopeException outside) {
      refusals = List.of(outside.refusal());
    }
    if (myAccess.getAccess() != null) {
      recordReading.read(
          me.person(), myAccess.getAccess(), whatIsRead(), Map.of("asked", filter.with("", "")));
    }
  }

  /** True when no entry of the record may be shown, whatever else was asked for. */
  private boolean isUnknown(String record) {
    return !record.isEmpty()
        && search.search(TrailQuery.all().ofRecord(null, record)).rows().isEmpty();
  }

  private String whatIsRead() {
    String of = page.uncounted() ? "more than " + page.matching() : "" + page.matching();
    String rows = page.rows().size() + " of " + of + " entries of the audit trail";
    return opened == null
        ? rows
        : rows
            + " and opened entry "
            + opened.row().id()
            + " of "
            + opened.row().record().type()
            + " "
            + opened.row().record().id();
  }

  public boolean isOpen(long id) {
    return getOpened() != null && getOpened().row().id() == id;
  }

  /** Whether the row at {@code place} is of another day, in UTC, than the one above it. */
  public boolean beginsDay(int place) {
    List<TrailRow> rows = getPage().rows();
    return place == 0
        || !notation.utcDay(rows.get(place).at()).equals(notation.utcDay(rows.get(place - 1).at()));
  }

  /** Fields whose value differs. */
  public List<FieldChange> getChanged() {
    return getOpened().changes().stream()
        .filter(c -> !Objects.equals(c.before(), c.after()))
        .toList();
  }

  public List<Map.Entry<String, String>> getDetails() {
    return List.copyOf(getOpened().details().entrySet());
  }

  /** Other entries of the same record or that name this entry. */
  public List<TrailRow> getRelated() {
    return search.related(getOpened().row().id());
  }

  public List<SavedSearch> getSaved() {
    return searches.of(me.person());
  }

  public List<String> getEvents() {
    return search.events();
  }

  /** The event's name in words: "RECOMMENDATION_RELEASED" is "Recommendation released". */
  public String eventWords(String event) {
    String words = event.replace('_', ' ').toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** A field's name in words: "closedAt" is "Closed at". */
  public String fieldWords(String field) {
    String words = field.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** A stored value for reading: times to the second; the exact one stands in the hashed entry. */
  public String valueWords(String value) {
    if (value == null || value.isEmpty()) {
      return "none";
    }
    return INSTANT.matcher(value).matches() ? notation.utc(Instant.parse(value)) : value;
  }

  public long getFirstShown() {
    return getPage().rows().isEmpty() ? 0 : before() + 1;
  }

  public long getLastShown() {
    return before() + getPage().rows().size();
  }

  private long before() {
    return (long) getFilter().page() * TrailFilter.PAGE;
  }
}
