package io.veritwin.ui.audit;

import io.veritwin.records.keys.PlatformKeys;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The log's public key in signed-note form, without login: whoever holds a receipt can check it. A
 * careful reader compares it with the one printed in a report.
 */
@WebServlet("/log/key")
public class LogKeyServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject transient PlatformKeys keys;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().println(keys.logKey().verifierKey());
  }
}
