package io.veritwin.ui.session;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.Set;

/**
 * A write through the REST API must come from our own pages: a header that a foreign form cannot
 * set, and the browser's own word on where the request started (URS-511). The session cookie is
 * same-site besides.
 */
@Provider
public class SameSiteWrites implements ContainerRequestFilter {

  static final String HEADER = "X-Veritwin";
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  static final Map<String, String> REFUSAL =
      Map.of(
          "sentence",
          "Nothing was changed. The request did not come from a page of this application (UI-01).",
          "rule",
          "UI-01");

  @Override
  public void filter(ContainerRequestContext request) {
    if (refuses(
        request.getMethod(),
        request.getHeaderString(HEADER),
        request.getHeaderString("Sec-Fetch-Site"))) {
      request.abortWith(
          Response.status(Response.Status.FORBIDDEN)
              .type(MediaType.APPLICATION_JSON_TYPE)
              .entity(REFUSAL)
              .build());
    }
  }

  /**
   * Whether a request is refused.
   *
   * @param header our own header; {@code null} where it is missing
   * @param site what the browser says of where the request began; {@code null} from older ones
   */
  static boolean refuses(String method, String header, String site) {
    return !READING.contains(method)
        && (header == null || (site != null && !site.equals("same-origin")));
  }
}
