package io.veritwin.ledger.checkpoint;

import io.veritwin.ledger.checkpoint.SignedNote.Signature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** The private key of a witness; lies on the witness's own host and nowhere else. */
public final class WitnessKey {

  private final String name;
  private final Ed25519PrivateKeyParameters key;

  private WitnessKey(String name, Ed25519PrivateKeyParameters key) {
    this.name = name;
    this.key = key;
  }

  /**
   * Reads the key of a witness from a file, or makes it there; only its owner can read it.
   *
   * @param name the witness's name, for example {@code witness.example/site-1}
   */
  public static WitnessKey open(Path file, String name, SecureRandom random) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          file,
          Base64.getEncoder().encodeToString(new Ed25519PrivateKeyParameters(random).getEncoded()));
    }
    byte[] seed =
        Base64.getDecoder()
            .decode(Files.readString(file).strip().getBytes(StandardCharsets.US_ASCII));
    return new WitnessKey(name, new Ed25519PrivateKeyParameters(seed));
  }

  public WitnessVerifierKey verifierKey() {
    return WitnessVerifierKey.of(name, key.generatePublicKey().getEncoded());
  }

  /** The signature line over a checkpoint at a time. */
  public String cosign(SignedCheckpoint checkpoint, Instant at) {
    byte[] message =
        WitnessVerifierKey.message(at.getEpochSecond(), checkpoint.checkpoint().text());
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(message, 0, message.length);
    byte[] stamped =
        ByteBuffer.allocate(72)
            .putLong(at.getEpochSecond())
            .put(signer.generateSignature())
            .array();
    return new Signature(name, verifierKey().keyId(), stamped).line();
  }
}
