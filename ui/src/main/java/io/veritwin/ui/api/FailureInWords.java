package io.veritwin.ui.api;

import io.veritwin.records.inspection.OutsideScopeException;
import io.veritwin.records.keys.TimeStamps;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever goes wrong in the API into one sentence. The cause goes to the server's log under
 * the reference that the sentence names; the browser never sees a stack trace (URS-512).
 */
@Provider
public class FailureInWords implements ExceptionMapper<Exception> {

  private static final Logger LOG = LoggerFactory.getLogger(FailureInWords.class);

  @Override
  public Response toResponse(Exception failure) {
    if (failure instanceof WebApplicationException http) {
      Response.Status status = Response.Status.fromStatusCode(http.getResponse().getStatus());
      return Sentence.of(
              "Nothing was changed. The server answers: "
                  + http.getResponse().getStatusInfo().getReasonPhrase()
                  + ".")
          .as(status == null ? Response.Status.BAD_REQUEST : status);
    }
    if (failure instanceof OutsideScopeException outside) {
      return new Sentence(outside.getMessage(), outside.refusal().rule())
          .as(Response.Status.FORBIDDEN);
    }
    if (failure instanceof TimeStamps.NoStampException none) {
      LOG.warn("No time stamp.", none);
      return Sentence.of(
              "Nothing was done, since it needs a time stamp, and "
                  + none.getMessage()
                  + ". Try again; if it stays so, call the administrator.")
          .as(Response.Status.SERVICE_UNAVAILABLE);
    }
    if (failure instanceof IllegalArgumentException) {
      return sentence(failure, "").as(Response.Status.BAD_REQUEST);
    }
    String reference = UUID.randomUUID().toString().substring(0, 8);
    LOG.error("failure {}", reference, failure);
    return sentence(failure, reference).as(Response.Status.INTERNAL_SERVER_ERROR);
  }

  /** What the browser is told; misuse names its values, everything else only its reference. */
  static Sentence sentence(Exception failure, String reference) {
    return Sentence.of(
        failure instanceof IllegalArgumentException
            ? "Nothing was changed: " + failure.getMessage() + "."
            : "Nothing was changed. A part of the server failed; the administrator finds the cause"
                + " under "
                + reference
                + ".");
  }
}
