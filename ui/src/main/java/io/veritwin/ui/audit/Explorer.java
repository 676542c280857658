package io.veritwin.ui.audit;

import io.veritwin.records.trail.EntryDetail;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.records.trail.SavedSearches;
import io.veritwin.records.trail.SavedSearches.SavedSearch;
import io.veritwin.records.trail.TrailPage;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
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

  private TrailFilter filter;
  private TrailPage page;
  private EntryDetail opened;

  public TrailFilter getFilter() {
    if (filter == null) {
      filter = TrailFilter.of(request);
    }
    return filter;
  }

  public TrailPage getPage() {
    if (page == null) {
      page = search.search(getFilter().query());
    }
    return page;
  }

  /** The opened entry: the one asked for, else the first of the page. */
  public EntryDetail getOpened() {
    if (opened == null) {
      String asked = request.getParameter("entry");
      Long id =
          asked != null && asked.matches("\\d{1,18}")
              ? Long.valueOf(asked)
              : getPage().rows().isEmpty() ? null : Long.valueOf(getPage().rows().get(0).id());
      opened = id == null ? null : search.entry(id).orElse(null);
    }
    return opened;
  }

  public boolean isOpen(long id) {
    return getOpened() != null && getOpened().row().id() == id;
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
