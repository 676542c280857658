package io.veritwin.ui.session;

import io.veritwin.records.site.Settings;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.wildfly.security.http.oidc.OidcPrincipal;

/**
 * "Lock screen": ends the session here and at the identity provider, so that nobody acts under
 * another person's name (21 CFR 11.10(d)).
 */
@WebServlet("/logout")
public class Logout extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject transient Settings settings;
  @Inject transient CurrentPerson me;
  @Inject transient SessionEntries entries;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String hint = "";
    if (request.getUserPrincipal() instanceof OidcPrincipal<?> principal) {
      hint = "&id_token_hint=" + principal.getOidcSecurityContext().getIDTokenString();
      entries.closed(me.person());
    }
    request.getSession().invalidate();
    String back = settings.address() + request.getContextPath() + "/farewell.xhtml";
    response.sendRedirect(
        settings.oidcIssuer()
            + "/protocol/openid-connect/logout?post_logout_redirect_uri="
            + URLEncoder.encode(back, StandardCharsets.UTF_8)
            + hint);
  }
}
