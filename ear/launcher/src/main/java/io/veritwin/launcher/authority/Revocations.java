package io.veritwin.launcher.authority;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.CRLReason;

/**
 * What the authority has revoked, kept beside its key: a revocation is for ever, so it must outlive
 * the list that is made anew at each start.
 */
final class Revocations {

  private final Path file;
  private final Properties known = new Properties();

  private Revocations(Path file) {
    this.file = file;
  }

  static Revocations open(Path file) throws IOException {
    Revocations revocations = new Revocations(file);
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        revocations.known.load(reader);
      }
    }
    return revocations;
  }

  /** Revokes a certificate as of {@code at}; one that is revoked already stays as it is. */
  void add(BigInteger serial, Instant at, boolean compromised) throws IOException {
    String name = serial.toString(16);
    if (known.getProperty(name) == null) {
      known.setProperty(name, at + (compromised ? " compromised" : " superseded"));
      StringWriter text = new StringWriter();
      known.store(text, "Revoked certificates: serial number, time, reason");
      KeyFiles.writePrivate(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** When each was revoked, by its serial number. */
  Map<BigInteger, Instant> all() {
    Map<BigInteger, Instant> all = new TreeMap<>();
    for (String name : known.stringPropertyNames()) {
      all.put(new BigInteger(name, 16), Instant.parse(known.getProperty(name).split(" ")[0]));
    }
    return all;
  }

  /** The reason as a revocation list gives it (RFC 5280, 5.3.1). */
  int reason(BigInteger serial) {
    return known.getProperty(serial.toString(16)).endsWith("compromised")
        ? CRLReason.keyCompromise
        : CRLReason.superseded;
  }
}
