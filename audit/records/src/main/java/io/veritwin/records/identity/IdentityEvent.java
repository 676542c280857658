package io.veritwin.records.identity;

import java.time.Instant;
import java.util.Map;

/**
 * One event as the identity provider logged it.
 *
 * @param id the provider's own identifier of the event
 * @param kind whose log it stands in
 * @param at the provider's time
 * @param type what happened, in the provider's words: "LOGIN_ERROR", "UPDATE USER"
 * @param subject the person concerned, or who administrated; empty when not known
 * @param username the user name as typed or as known; empty when not known
 * @param address from where
 * @param error why it failed; empty when it did not
 * @param details further values by name; no secret among them
 */
public record IdentityEvent(
    String id,
    Kind kind,
    Instant at,
    String type,
    String subject,
    String username,
    String address,
    String error,
    Map<String, String> details) {

  /** The two logs of an identity provider. */
  public enum Kind {
    /** What persons did: login, logout, failed attempts, lockout. */
    PERSON,
    /** What administrators changed. */
    ADMINISTRATION
  }

  public IdentityEvent {
    details = Map.copyOf(details);
  }
}
