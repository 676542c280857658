package io.veritwin.ui.api;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * What the API answers in words.
 *
 * @param sentence what happened, what is true now, what to do next
 * @param rule the rule that refused; empty when none did
 */
public record Sentence(String sentence, String rule) {

  public static Sentence of(String sentence) {
    return new Sentence(sentence, "");
  }

  /** This sentence as an answer with {@code status}. */
  public Response as(Response.Status status) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(this).build();
  }
}
