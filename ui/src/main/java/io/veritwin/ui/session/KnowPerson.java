package io.veritwin.ui.session;

import io.veritwin.records.identity.Origin;
import io.veritwin.ui.inspection.InspectorGate;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Tells the trail from where a request comes, notes a session's first request as its login, and
 * lets an inspector's request in by an access only. Every address with a login passes here.
 */
@WebFilter(urlPatterns = {"*.xhtml", "/api/*", "/sign/*", "/logout"})
public class KnowPerson extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject transient CurrentPerson me;
  @Inject transient Origin origin;
  @Inject transient SessionEntries entries;
  @Inject transient InspectorGate inspectors;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    origin.requestFrom(request.getRemoteAddr());
    try {
      letIn(request, response, chain);
    } finally {
      origin.requestEnded();
    }
  }

  private void letIn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (me.isKnown()) {
      entries.opened(request.getSession(), me.person());
      if (!inspectors.passes(me.person(), request, response)) {
        return;
      }
    }
    boolean shown = false;
    try {
      chain.doFilter(request, response);
      shown = response.getStatus() < HttpServletResponse.SC_BAD_REQUEST;
    } finally {
      if (!shown && me.isKnown()) {
        inspectors.notShown(me.person(), request);
      }
    }
  }
}
