package io.veritwin.ui.sign;

import io.veritwin.records.signature.SignRecord;
import io.veritwin.records.site.Settings;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity provider sends the browser back here. Outside the paths that the login mechanism
 * guards, because that would take the answer for its own; bound by the ceremony's state and by the
 * cookie that {@link StartSigning} left. What came of it is read from the ceremony, so a session
 * that ended in between loses nothing.
 */
@WebServlet("/sign/callback")
public class SigningCallback extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SigningCallback.class);

  @Inject transient SignRecord signRecord;
  @Inject transient Settings settings;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String ceremony = ceremonyOf(request);
    if (ceremony == null) {
      response.sendRedirect(request.getContextPath() + "/sign/signed.xhtml");
      return;
    }
    response.addCookie(StartSigning.cookie(request, "", 0));
    try {
      signRecord.complete(
          URI.create(
              settings.address()
                  + request.getContextPath()
                  + "/sign/callback?"
                  + request.getQueryString()),
          ceremony);
    } catch (RuntimeException failed) {
      // Nothing was signed; the ceremony's own outcome says so on the page that follows.
      LOG.error("the ceremony {} could not be completed", ceremony, failed);
    }
    response.sendRedirect(request.getContextPath() + "/sign/signed.xhtml?ceremony=" + ceremony);
  }

  private static String ceremonyOf(HttpServletRequest request) {
    if (request.getCookies() == null || request.getQueryString() == null) {
      return null;
    }
    for (Cookie cookie : request.getCookies()) {
      if (cookie.getName().equals(StartSigning.COOKIE)
          && cookie.getValue().matches("[A-Za-z0-9_-]{1,64}")) {
        return cookie.getValue();
      }
    }
    return null;
  }
}
