package io.veritwin.launcher.authority;

import java.util.Optional;

/**
 * A certificate that the site needs.
 *
 * @param file base name of its PKCS#12 file and alias of its key in there
 * @param commonName the subject's printed name
 * @param purpose what the key may be used for, and nothing else
 * @param applicationUri the OPC UA application it stands for, when it stands for one
 */
record Certificate(
    String file, String commonName, Purpose purpose, Optional<String> applicationUri) {

  /** What a key is for; decides algorithm, key usage and extended key usage. */
  enum Purpose {
    /** TLS server on this machine. */
    SERVER,
    /** OPC UA application; Basic256Sha256 asks for RSA of at least 2048 bits. */
    OPC_UA,
    /** Signs records and reports on behalf of the platform. */
    PLATFORM_SIGNING,
    /** Signs the identity provider's tokens; RSA, which every client of such tokens knows. */
    IDENTITY_TOKENS,
    /** Stamps times, RFC 3161: its extended key usage is critical and the only one. */
    TIME_STAMPING
  }

  static Certificate server(String file) {
    return new Certificate(file, "localhost", Purpose.SERVER, Optional.empty());
  }

  static Certificate opcUa(String file, String commonName, String applicationUri) {
    return new Certificate(file, commonName, Purpose.OPC_UA, Optional.of(applicationUri));
  }
}
