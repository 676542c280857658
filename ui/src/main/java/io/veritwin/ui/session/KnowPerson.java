package io.veritwin.ui.session;

import io.veritwin.records.identity.Origin;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells the trail from where a request comes, and notes a session's first request as its login. */
@WebFilter(urlPatterns = {"*.xhtml", "/api/*", "/sign/*", "/logout"})
public class KnowPerson extends HttpFilter {

  private static final long serialVersionUID = 1L;

  @Inject transient CurrentPerson me;
  @Inject transient Origin origin;
  @Inject transient SessionEntries entries;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    origin.comesFrom(request.getRemoteAddr());
    if (me.isKnown()) {
      entries.opened(request.getSession(), me.person());
    }
    chain.doFilter(request, response);
  }
}
