package io.veritwin.ledger.checkpoint;

import io.veritwin.ledger.checkpoint.SignedNote.Signature;
import io.veritwin.ledger.tree.StrictBase64;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verdict.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * The public key of a witness (C2SP tlog-cosignature, version 1). A witness keeps the newest
 * checkpoint of a log on a host of its own and cosigns only one that goes on from it; its signature
 * line below a checkpoint is the acknowledgement that the independent copy exists.
 */
public final class WitnessVerifierKey {

  /** Timestamped Ed25519 signatures of witnesses, C2SP signed-note. */
  static final byte COSIGNATURE_V1 = 4;

  /** Eight bytes of time, then the signature of RFC 8032. */
  private static final int COSIGNATURE_BYTES = 8 + 64;

  private final String name;
  private final byte[] publicKey;
  private final int keyId;

  private WitnessVerifierKey(String name, byte[] publicKey) {
    this.name = name;
    this.publicKey = publicKey;
    MessageDigest sha256 = TreeHasher.newSha256();
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update(COSIGNATURE_V1);
    sha256.update(publicKey);
    this.keyId = ByteBuffer.wrap(sha256.digest()).getInt();
  }

  static WitnessVerifierKey of(String name, byte[] publicKey) {
    if (!LogVerifierKey.isName(name) || publicKey.length != 32) {
      throw new IllegalArgumentException(
          "no witness key: name \"" + name + "\", " + publicKey.length + " bytes");
    }
    return new WitnessVerifierKey(name, publicKey.clone());
  }

  /** Reads {@code <name>+<key id>+<base64>}; white space around it is ignored. */
  public static Verdict<WitnessVerifierKey> parse(String vkey) {
    String[] parts = vkey.strip().split("\\+", 3);
    byte[] typed =
        parts.length == 3 ? StrictBase64.decode(parts[2]).orElse(new byte[0]) : new byte[0];
    if (typed.length != 33 || typed[0] != COSIGNATURE_V1 || !LogVerifierKey.isName(parts[0])) {
      return Verdict.refused("The witness's public key is not of the form name+hash+key, type 4.");
    }
    WitnessVerifierKey key =
        new WitnessVerifierKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
    return HexFormat.of().toHexDigits(key.keyId).equals(parts[1])
        ? Verdict.accepted(key)
        : Verdict.refused("The witness's public key does not match its own key id.");
  }

  public String name() {
    return name;
  }

  int keyId() {
    return keyId;
  }

  /** When the witness cosigned the checkpoint, or why it did not. */
  public Verdict<Instant> cosignedAt(SignedCheckpoint checkpoint) {
    return SignedNote.parse(checkpoint.note()).then(this::cosignedAt);
  }

  private Verdict<Instant> cosignedAt(SignedNote note) {
    for (Signature signature : note.signatures()) {
      if (signature.name().equals(name) && signature.keyId() == keyId) {
        if (signature.bytes().length != COSIGNATURE_BYTES) {
          return Verdict.refused("The witness " + name + " wrote a malformed line.");
        }
        ByteBuffer read = ByteBuffer.wrap(signature.bytes());
        long time = read.getLong();
        byte[] ed25519 = new byte[64];
        read.get(ed25519);
        byte[] message = message(time, note.text());
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(publicKey));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(ed25519)
            ? Verdict.accepted(Instant.ofEpochSecond(time))
            : Verdict.refused("The line of the witness " + name + " is false.");
      }
    }
    return Verdict.refused("The witness " + name + " has not cosigned the checkpoint.");
  }

  /**
   * The checkpoint with the witness's answer below it.
   *
   * @param lines signature lines as the witness returned them
   */
  public Verdict<SignedCheckpoint> attach(SignedCheckpoint checkpoint, String lines) {
    return SignedNote.parse(
            (checkpoint.checkpoint().text() + "\n" + lines).getBytes(StandardCharsets.UTF_8))
        .then(
            answer ->
                SignedNote.parse(checkpoint.note())
                    .then(
                        note -> {
                          List<Signature> all = new ArrayList<>(note.signatures());
                          answer.signatures().stream()
                              .filter(s -> s.name().equals(name) && s.keyId() == keyId)
                              .forEach(all::add);
                          SignedNote joined = new SignedNote(note.text(), all);
                          return cosignedAt(joined)
                              .then(
                                  time ->
                                      Verdict.accepted(
                                          new SignedCheckpoint(
                                              checkpoint.checkpoint(), joined.bytes())));
                        }));
  }

  /** What a witness signs: the time, then the checkpoint's own text. */
  static byte[] message(long time, String checkpoint) {
    return ("cosignature/v1\ntime " + time + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    byte[] typed = ByteBuffer.allocate(33).put(COSIGNATURE_V1).put(publicKey).array();
    return name
        + "+"
        + HexFormat.of().toHexDigits(keyId)
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }
}
