package io.veritwin.ledger.checkpoint;

import io.veritwin.ledger.checkpoint.SignedNote.Signature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;

/**
 * The log's signing key (Ed25519, RFC 8032). Whoever holds it can sign a second history; it must
 * never leave the platform, and a log must never sign two checkpoints that contradict each other.
 */
public final class LogKey {

  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final Ed25519PrivateKeyParameters key;
  private final LogVerifierKey verifierKey;

  private LogKey(String name, Ed25519PrivateKeyParameters key) {
    this.key = key;
    this.verifierKey = LogVerifierKey.of(name, key.generatePublicKey().getEncoded());
  }

  /**
   * @param name the key's and the log's name, for example {@code veritwin.example/site-1/log}; no
   *     white space, no plus
   */
  public static LogKey create(String name, SecureRandom random) {
    return new LogKey(name, new Ed25519PrivateKeyParameters(random));
  }

  /**
   * Reads an unencrypted PKCS#8 PEM as openssl writes it ({@code openssl genpkey -algorithm
   * ed25519}).
   *
   * @throws IllegalArgumentException when it holds anything else; the message never shows the key
   */
  public static LogKey fromPem(String name, String pem) {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the log's key is not an unencrypted PKCS#8 PEM");
    }
    String body = pem.substring(begin + BEGIN.length(), end).replaceAll("\\s", "");
    AsymmetricKeyParameter read;
    try {
      read = PrivateKeyFactory.createKey(Base64.getDecoder().decode(body));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("the log's key cannot be decoded", e);
    }
    if (read instanceof Ed25519PrivateKeyParameters ed25519) {
      return new LogKey(name, ed25519);
    }
    throw new IllegalArgumentException("the log's key is not an Ed25519 key");
  }

  /** Reads the PEM file; see {@link #fromPem}. */
  public static LogKey load(String name, Path pem) throws IOException {
    return fromPem(name, Files.readString(pem, StandardCharsets.US_ASCII));
  }

  /** The key as PKCS#8 PEM, to be kept where only the platform reads it. */
  public String toPem() {
    try {
      byte[] der = PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded();
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
      return BEGIN + "\n" + body + "\n" + END + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException("an Ed25519 key always has a PKCS#8 form", e);
    }
  }

  /** The public half, to be given to inspectors on paper or another independent way. */
  public LogVerifierKey verifierKey() {
    return verifierKey;
  }

  /**
   * Signs a checkpoint of this key's log.
   *
   * @throws IllegalArgumentException when the checkpoint is another log's
   */
  public SignedCheckpoint sign(Checkpoint checkpoint) {
    if (!checkpoint.origin().equals(verifierKey.name())) {
      throw new IllegalArgumentException(
          "key " + verifierKey.name() + " cannot sign for " + checkpoint.origin());
    }
    return new SignedCheckpoint(checkpoint, signText(checkpoint.text()).bytes());
  }

  SignedNote signText(String text) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    return new SignedNote(
        text,
        List.of(
            new Signature(verifierKey.name(), verifierKey.keyId(), signer.generateSignature())));
  }
}
