package io.veritwin.ledger.checkpoint;

import io.veritwin.ledger.checkpoint.SignedNote.Signature;
import io.veritwin.ledger.tree.StrictBase64;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verdict.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The public key of a log, in the form {@code <name>+<key id>+<base64>} of C2SP signed-note that
 * other people's tools read too (URS-104).
 */
public final class LogVerifierKey {

  private static final byte ED25519 = 1;

  private final String name;
  private final int keyId;
  private final byte[] publicKey;

  private LogVerifierKey(String name, byte[] publicKey) {
    this.name = name;
    this.publicKey = publicKey;
    MessageDigest sha256 = TreeHasher.newSha256();
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update(ED25519);
    sha256.update(publicKey);
    this.keyId = ByteBuffer.wrap(sha256.digest()).getInt();
  }

  /**
   * @param publicKey 32 bytes as in RFC 8032
   */
  public static LogVerifierKey of(String name, byte[] publicKey) {
    if (!isName(name) || publicKey.length != 32) {
      throw new IllegalArgumentException(
          "no log key: name \"" + name + "\", " + publicKey.length + " bytes");
    }
    return new LogVerifierKey(name, publicKey.clone());
  }

  /** Reads {@code <name>+<key id>+<base64>}; white space around it is ignored. */
  public static Verdict<LogVerifierKey> parse(String vkey) {
    String[] parts = vkey.strip().split("\\+", 3);
    if (parts.length != 3 || !isName(parts[0])) {
      return Verdict.refused("The log's public key is not of the form name+hash+key.");
    }
    byte[] typed = StrictBase64.decode(parts[2]).orElse(new byte[0]);
    if (typed.length != 33 || typed[0] != ED25519) {
      return Verdict.refused("The log's public key is not an Ed25519 key.");
    }
    LogVerifierKey key = new LogVerifierKey(parts[0], Arrays.copyOfRange(typed, 1, 33));
    if (!key.keyIdText().equals(parts[1])) {
      return Verdict.refused(
          "The log's public key does not match its own key id: "
              + parts[1]
              + " stands there, "
              + key.keyIdText()
              + " follows from the key.");
    }
    return Verdict.accepted(key);
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars().noneMatch(c -> c == '+' || c < 0x20 || Character.isWhitespace(c))
        && name.chars().noneMatch(Character::isSpaceChar);
  }

  public String name() {
    return name;
  }

  int keyId() {
    return keyId;
  }

  /** The key id as eight hexadecimal digits. */
  public String keyIdText() {
    return HexFormat.of().toHexDigits(keyId);
  }

  /** The 32 bytes of RFC 8032. */
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /** The key as X.509 SubjectPublicKeyInfo PEM, which openssl reads. */
  public String toPem() {
    byte[] der =
        HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(publicKey));
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END PUBLIC KEY-----\n";
  }

  /**
   * Opens a signed checkpoint of this log. Lines of other signers are left alone, as C2SP
   * signed-note asks; at least one line must be by this key, and every line that claims to be must
   * verify.
   */
  public Verdict<SignedCheckpoint> open(byte[] note) {
    return SignedNote.parse(note)
        .then(this::verified)
        .then(signed -> Checkpoint.parse(signed.text()))
        .then(
            checkpoint ->
                checkpoint.origin().equals(name)
                    ? Verdict.accepted(new SignedCheckpoint(checkpoint, note))
                    : Verdict.refused(
                        "The checkpoint is of log "
                            + checkpoint.origin()
                            + ", but the key is of "
                            + name
                            + "."));
  }

  private Verdict<SignedNote> verified(SignedNote note) {
    List<Signature> ours =
        note.signatures().stream()
            .filter(signature -> signature.name().equals(name) && signature.keyId() == keyId)
            .toList();
    if (ours.isEmpty()) {
      return Verdict.refused(
          "The checkpoint is not signed by the key " + name + "+" + keyIdText() + ".");
    }
    byte[] message = note.text().getBytes(StandardCharsets.UTF_8);
    boolean genuine = ours.stream().allMatch(signature -> verifies(message, signature.bytes()));
    return genuine
        ? Verdict.accepted(note)
        : Verdict.refused(
            "The checkpoint's signature is false: its text or its signature was altered.");
  }

  private boolean verifies(byte[] message, byte[] signature) {
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(publicKey));
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogVerifierKey key
        && name.equals(key.name)
        && Arrays.equals(publicKey, key.publicKey);
  }

  @Override
  public int hashCode() {
    return keyId;
  }

  @Override
  public String toString() {
    byte[] typed = ByteBuffer.allocate(33).put(ED25519).put(publicKey).array();
    return name + "+" + keyIdText() + "+" + Base64.getEncoder().encodeToString(typed);
  }
}
