package io.veritwin.records.signature;

import io.veritwin.records.trail.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A fresh authentication that passed every check of the ceremony.
 *
 * @param idToken the signed ID token, compact form
 * @param keySet the identity provider's public keys of that day, JSON
 * @param subject who proved their identity
 * @param at when, in whole seconds
 * @param acr how strongly
 */
record FreshIdentity(String idToken, String keySet, String subject, Instant at, String acr) {

  String keySetDigest() {
    return Digests.hex(keySet.getBytes(StandardCharsets.UTF_8));
  }

  String idTokenDigest() {
    return Digests.hex(idToken.getBytes(StandardCharsets.UTF_8));
  }
}
