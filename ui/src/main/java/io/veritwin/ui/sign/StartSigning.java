package io.veritwin.ui.sign;

import io.veritwin.records.signature.SignRecord;
import io.veritwin.records.signature.SignRecord.Authentication;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * "Prove it is you": sends the window to the identity provider and marks this browser with a cookie
 * of the ceremony's own, so that only this browser can bring the answer back.
 */
@WebServlet("/sign/start")
public class StartSigning extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final int TEN_MINUTES = 600;

  /** Names the ceremony in this browser; sent to the callback only. */
  static final String COOKIE = "veritwin-ceremony";

  @Inject transient SignRecord signRecord;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String ceremony = request.getParameter("ceremony");
    if (ceremony == null || !ceremony.matches("[A-Za-z0-9_-]{1,64}")) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    if (signRecord.authenticate(ceremony) instanceof Authentication.Page page) {
      response.addCookie(cookie(request, ceremony, TEN_MINUTES));
      response.sendRedirect(page.address().toString());
    } else {
      response.sendRedirect(request.getContextPath() + "/sign/signed.xhtml?ceremony=" + ceremony);
    }
  }

  static Cookie cookie(HttpServletRequest request, String value, int seconds) {
    Cookie cookie = new Cookie(COOKIE, value);
    cookie.setPath(request.getContextPath() + "/sign/callback");
    cookie.setHttpOnly(true);
    cookie.setSecure(true);
    cookie.setMaxAge(seconds);
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }
}
