package io.veritwin.ui.people;

import io.veritwin.records.identity.Role;
import io.veritwin.records.inspection.InspectorAccess;
import io.veritwin.records.inspection.InspectorAccesses;
import io.veritwin.records.inspection.OpenInspectorAccess;
import io.veritwin.records.inspection.OpenInspectorAccess.Asked;
import io.veritwin.records.right.SigningRight;
import io.veritwin.records.right.SigningRights;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.TrailPage;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The page "Inspections": who inspects, how long, what, and what was read. For QA, which keeps it,
 * and administration (URS-198).
 */
@Named
@ViewScoped
public class Inspections implements Serializable {

  private static final long serialVersionUID = 1L;

  @Inject InspectorAccesses accesses;
  @Inject OpenInspectorAccess openInspectorAccess;
  @Inject SigningRights rights;
  @Inject TrailSearch search;
  @Inject CurrentPerson me;
  @Inject Clock clock;

  private String selected;
  private String inspector = "";
  private String onBehalfOf = "";
  private String firstDay;
  private String lastDay;
  private String records = "";
  private String firstEntry = "";
  private String lastEntry = "";
  private String reason = "";
  private String newLastDay = "";
  private String why = "";
  private transient List<InspectorAccess> all;
  private transient List<Refusal> refusals;
  private transient TrailPage read;

  /** Answers "forbidden" to whoever has no business here. */
  public void open() throws IOException {
    if (!me.isQa() && !me.isAdministrator()) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces.getExternalContext().responseSendError(403, "Inspections is for QA and administration");
      faces.responseComplete();
    }
  }

  /** Current and past, newest first. */
  public List<InspectorAccess> getAll() {
    if (all == null) {
      all = accesses.all();
    }
    return all;
  }

  /** "1 of 3 in force". */
  public String getHeadline() {
    long now = getAll().stream().filter(a -> a.isInForce(clock.instant())).count();
    return now + " of " + getAll().size() + " in force. Newest first, past ones too.";
  }

  /** The opened access; {@code null} while none is. */
  public InspectorAccess getOpened() {
    return getAll().stream().filter(a -> a.number().equals(selected)).findFirst().orElse(null);
  }

  /** "in force", "begins later", "ended". */
  public String standing(InspectorAccess access) {
    if (access.isInForce(clock.instant())) {
      return "in force";
    }
    return access.isOpen(clock.instant()) ? "begins later" : "ended";
  }

  /** The day of its last instant, UTC: an access until midnight has the day before as its last. */
  public Instant lastInstant(InspectorAccess access) {
    return access.until().minusNanos(1);
  }

  /** True while it is in force. */
  public boolean holds(InspectorAccess access) {
    return access.isInForce(clock.instant());
  }

  /** True when this person may extend or end the opened access. */
  public boolean isKeeper() {
    return me.isQa() && getOpened() != null && getOpened().isOpen(clock.instant());
  }

  /** What was done with the opened access, oldest first: its states. */
  public List<TrailRow> getStates() {
    TrailQuery ofIt = TrailQuery.all().ofRecord(InspectorAccess.TYPE, selected);
    return Stream.of("OPENED", "EXTENDED", "ENDED")
        .flatMap(act -> search.search(ofIt.named("INSPECTOR_ACCESS_" + act)).rows().stream())
        .sorted(Comparator.comparing(TrailRow::id))
        .toList();
  }

  /** What was read by the opened access, newest first, refused attempts too. */
  public TrailPage getRead() {
    if (read == null) {
      read =
          search.search(
              TrailQuery.all()
                  .ofRecord(InspectorAccess.TYPE, selected)
                  .named("INSPECTOR_READ")
                  .page(0, 12));
    }
    return read;
  }

  /** Whoever has signed in as inspector, by name. */
  public List<SigningRight> getInspectors() {
    return rights.all().stream().filter(r -> r.roles().contains(Role.INSPECTOR)).toList();
  }

  /** The most days that an access lasts. */
  public int getMostDays() {
    return OpenInspectorAccess.MOST_DAYS;
  }

  /** Opens the access. */
  public String openAccess() {
    return after(
        openInspectorAccess.open(
            me.person(),
            new Asked(
                text(inspector),
                onBehalfOf,
                getFirstDay(),
                getLastDay(),
                records,
                firstEntry,
                lastEntry,
                reason)));
  }

  /** Extends the opened access. */
  public String extend() {
    return after(openInspectorAccess.extend(me.person(), selected, newLastDay, why));
  }

  /** Ends the opened access at once. */
  public String end() {
    return after(openInspectorAccess.end(me.person(), selected, why));
  }

  private String after(List<Refusal> reasons) {
    all = null;
    read = null;
    refusals = reasons;
    return reasons.isEmpty()
        ? "/people/inspections.xhtml?faces-redirect=true"
            + (selected == null ? "" : "&access=" + selected)
        : null;
  }

  private static String text(String orNull) {
    return orNull == null ? "" : orNull;
  }

  private String day(int fromToday) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(fromToday).toString();
  }

  public List<Refusal> getRefusals() {
    return refusals == null ? List.of() : refusals;
  }

  public String getSelected() {
    return selected;
  }

  public void setSelected(String selected) {
    this.selected = selected;
  }

  public String getInspector() {
    return inspector;
  }

  public void setInspector(String inspector) {
    this.inspector = inspector;
  }

  public String getOnBehalfOf() {
    return onBehalfOf;
  }

  public void setOnBehalfOf(String onBehalfOf) {
    this.onBehalfOf = onBehalfOf;
  }

  /** Today, unless another day was typed. */
  public String getFirstDay() {
    return firstDay == null ? day(0) : firstDay;
  }

  public void setFirstDay(String firstDay) {
    this.firstDay = firstDay;
  }

  /** Five days from today, unless another day was typed. */
  public String getLastDay() {
    return lastDay == null ? day(OpenInspectorAccess.USUAL_DAYS) : lastDay;
  }

  public void setLastDay(String lastDay) {
    this.lastDay = lastDay;
  }

  public String getRecords() {
    return records;
  }

  public void setRecords(String records) {
    this.records = records;
  }

  public String getFirstEntry() {
    return firstEntry;
  }

  public void setFirstEntry(String firstEntry) {
    this.firstEntry = firstEntry;
  }

  public String getLastEntry() {
    return lastEntry;
  }

  public void setLastEntry(String lastEntry) {
    this.lastEntry = lastEntry;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }

  public String getNewLastDay() {
    return newLastDay;
  }

  public void setNewLastDay(String newLastDay) {
    this.newLastDay = newLastDay;
  }

  public String getWhy() {
    return why;
  }

  public void setWhy(String why) {
    this.why = why;
  }
}
