package io.veritwin.ui.session;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What every answer carries: no script but our own files, no framing by others, no copy of a record
 * left in a cache (URS-510).
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SecurityHeaders extends HttpFilter {

  private static final long serialVersionUID = 1L;

  static final String POLICY =
      "default-src 'self'; script-src 'self'; object-src 'self'; img-src 'self' data:; style-src"
          + " 'self'; style-src-attr 'unsafe-inline'; base-uri 'self'; form-action 'self';"
          + " frame-ancestors 'self'";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    boolean asset = request.getServletPath().startsWith("/resources/");
    response.setHeader("Cache-Control", asset ? "max-age=3600" : "no-store");
    chain.doFilter(request, response);
  }
}
