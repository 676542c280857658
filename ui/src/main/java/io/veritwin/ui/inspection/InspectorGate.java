package io.veritwin.ui.inspection;

import io.veritwin.records.identity.Person;
import io.veritwin.records.inspection.InspectorAccess;
import io.veritwin.records.inspection.InspectorAccesses;
import io.veritwin.records.inspection.InspectorAccesses.Standing;
import io.veritwin.records.inspection.OutsideScopeException;
import io.veritwin.records.inspection.ReadingScope;
import io.veritwin.records.inspection.ReadingScope.Bounds;
import io.veritwin.records.inspection.RecordReading;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.ui.inspection.Reading.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where every request of an inspector passes: lets it in by an access in force, bounds it by the
 * scope, and has what is read put on record before it is shown (URS-192, URS-194, URS-195).
 */
@ApplicationScoped
public class InspectorGate {

  private static final String SEEN = "veritwin.inspection.seen";
  private static final String READ = "veritwin.inspection.read";
  private static final String CLOSED = "/inspection/closed.xhtml";
  private static final int LONGEST = 500;

  @Inject InspectorAccesses accesses;
  @Inject ReadingScope scope;
  @Inject RecordReading recordReading;
  @Inject TrailSearch search;
  @Inject MyAccess mine;

  /**
   * Whether the request may go on; when not, it is answered.
   *
   * @throws IOException when the answer cannot be written
   */
  public boolean passes(Person person, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Standing standing = accesses.of(person);
    if (standing instanceof Standing.OfTheSite) {
      return true;
    }
    String path = path(request);
    Reading reading = Reading.of(path, request::getParameter);
    if (reading.kind() == Kind.NOTHING) {
      return true;
    }
    if (standing instanceof Standing.Closed closed) {
      // A page that was left open goes on asking; its first refused question is on record.
      if (reading.kind() != Kind.PART || seen(request).add("refused " + reading.key())) {
        recordReading.refused(person, asked(request), closed.reason());
      }
      refuse(path, closed.reason(), request, response);
      return false;
    }
    InspectorAccess access = ((Standing.InForce) standing).access();
    scope.bound(person, access);
    mine.reads(access);
    Optional<Bounds> bounds = scope.bounds();
    if (bounds.isPresent() && path.equals("/start/start.xhtml")) {
      response.sendRedirect(request.getContextPath() + "/audit/explorer.xhtml");
      return false;
    }
    try {
      if (bounds.isPresent() && !isCovered(reading, bounds.get())) {
        throw scope.outside(reading.what() + asksFor(request));
      }
      if (reading.entry().isPresent()) {
        search.requireCovered(reading.entry().getAsLong());
      }
    } catch (OutsideScopeException outside) {
      refuse(path, outside.refusal(), request, response);
      return false;
    }
    record(person, access, reading, request);
    return true;
  }

  /** Says of what this request put on record that it was not shown; nothing of any other. */
  public void notShown(Person person, HttpServletRequest request) {
    if (request.getAttribute(READ) instanceof String what) {
      recordReading.notShown(person, mine.getAccess(), what);
    }
  }

  private static boolean isCovered(Reading reading, Bounds bounds) {
    // A page of a record shows all its times, so a scope with a time has the trail only.
    return reading.withinAnyScope()
        || (!bounds.scope().records().isEmpty()
            && bounds.scope().from() == null
            && bounds.scope().to() == null
            && reading.record().filter(r -> bounds.covers(r.type(), r.id())).isPresent());
  }

  private void record(
      Person person, InspectorAccess access, Reading reading, HttpServletRequest request) {
    boolean first = reading.key().isEmpty() || seen(request).add(reading.key());
    if (reading.kind() == Kind.VIEW || (reading.kind() == Kind.PART && first)) {
      String what = reading.what() + asksFor(request);
      recordReading.read(person, access, what, Map.of("asked", asked(request)));
      request.setAttribute(READ, what);
    }
  }

  /** ", unit BR-204": what the address names beside the page, as far as people read it. */
  private static String asksFor(HttpServletRequest request) {
    for (String name :
        new String[] {"change", "unit", "selected", "review", "proposal", "person", "record"}) {
      String value = request.getParameter(name);
      if (value != null && !value.isBlank()) {
        return ", " + name + " " + cut(value);
      }
    }
    return "";
  }

  private static String asked(HttpServletRequest request) {
    String query = request.getQueryString();
    return cut(request.getMethod() + " " + path(request) + (query == null ? "" : "?" + query));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String path(HttpServletRequest request) {
    String more = request.getPathInfo();
    return request.getServletPath() + (more == null ? "" : more);
  }

  /** What this session has on its screen. */
  private static Set<String> seen(HttpServletRequest request) {
    HttpSession session = request.getSession();
    synchronized (session) {
      if (session.getAttribute(SEEN) instanceof KeySet known) {
        return known.keys();
      }
      KeySet none = new KeySet(ConcurrentHashMap.newKeySet());
      session.setAttribute(SEEN, none);
      return none.keys();
    }
  }

  private record KeySet(Set<String> keys) {}

  private void refuse(
      String path, Refusal why, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    if (path.endsWith(".xhtml")) {
      mine.isRefused(why);
      request.getRequestDispatcher(CLOSED).forward(request, response);
      return;
    }
    response.setContentType("application/json;charset=utf-8");
    response
        .getWriter()
        .write(
            Json.createObjectBuilder()
                .add("sentence", why.sentence() + " (" + why.rule() + ")")
                .add("rule", why.rule())
                .build()
                .toString());
  }
}
