package io.veritwin.ui.audit;

import io.veritwin.records.trail.EntryDetail;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.records.trail.TrailPage;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;

/** The audit trail's explorer: what matches, and the entry that is opened (URS-506). */
@Named
@RequestScoped
public class Explorer {

  @Inject TrailSearch search;
  @Inject HttpServletRequest request;

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
        .filter(c -> !java.util.Objects.equals(c.before(), c.after()))
        .toList();
  }

  public List<Map.Entry<String, String>> getDetails() {
    return List.copyOf(getOpened().details().entrySet());
  }

  /** Other entries of the same record or that name this entry. */
  public List<TrailRow> getRelated() {
    return search.related(getOpened().row().id());
  }

  public List<String> getEvents() {
    return search.events();
  }

  /** The event's name in words: "RECOMMENDATION_RELEASED" is "Recommendation released". */
  public String eventWords(String event) {
    String words = event.replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
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
