package io.veritwin.identity.signing;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The eight characters that stand on the signing card and on the page where the password is typed,
 * so that a person sees that both speak of the same record. They are the first four bytes of the
 * record digest, which travels as the nonce of the request (URS-614).
 *
 * @param text eight hexadecimal digits in two groups, for example "7f3a 91c2"
 */
public record RecordCode(String text) {

  private static final int SHA_256_BYTES = 32;

  /**
   * The code of a request, or nothing when its nonce is not a SHA-256 digest in base64url: such a
   * request is not about a record and must not be answered.
   */
  public static Optional<RecordCode> of(String nonce) {
    if (nonce == null) {
      return Optional.empty();
    }
    byte[] digest;
    try {
      digest = Base64.getUrlDecoder().decode(nonce);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (digest.length != SHA_256_BYTES) {
      return Optional.empty();
    }
    String hex = HexFormat.of().formatHex(digest, 0, 4);
    return Optional.of(new RecordCode(hex.substring(0, 4) + " " + hex.substring(4)));
  }
}
