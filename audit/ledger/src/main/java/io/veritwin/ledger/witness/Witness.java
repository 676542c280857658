package io.veritwin.ledger.witness;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.checkpoint.WitnessKey;
import io.veritwin.ledger.checkpoint.WitnessVerifierKey;
import io.veritwin.ledger.tree.MerkleProof;
import io.veritwin.ledger.verdict.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/**
 * A witness of one log, meant for another host than the log's (C2SP tlog-witness). It remembers the
 * newest checkpoint it has seen and cosigns a new one only with a proof that nothing before was
 * changed, so a log that was rolled back or rewritten gets no cosignature any more.
 */
public final class Witness {

  private final Path state;
  private final LogVerifierKey log;
  private final WitnessKey key;
  private final Clock clock;

  private Witness(Path state, LogVerifierKey log, WitnessKey key, Clock clock) {
    this.state = state;
    this.log = log;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Opens a witness.
   *
   * @param folder keeps its key and the newest checkpoint
   * @param name its name in signature lines
   * @param log the public key of the log it watches
   */
  public static Witness open(
      Path folder, String name, LogVerifierKey log, Clock clock, SecureRandom random)
      throws IOException {
    Files.createDirectories(folder);
    WitnessKey key = WitnessKey.open(folder.resolve("witness-key"), name, random);
    Files.writeString(folder.resolve("witness-vkey"), key.verifierKey() + "\n");
    return new Witness(folder.resolve("checkpoint"), log, key, clock);
  }

  public WitnessVerifierKey verifierKey() {
    return key.verifierKey();
  }

  /**
   * The answer to a log.
   *
   * @param status 200 cosigned; 400 malformed; 403 not the log's signature; 409 the witness knows
   *     another size, given in {@code body}; 422 the log does not go on from what the witness knows
   * @param body signature lines, a size, or one sentence
   */
  public record Answer(int status, String body) {}

  /** Takes a checkpoint, keeps it durably, and only then cosigns it. */
  public synchronized Answer add(byte[] request) throws IOException {
    Verdict<WitnessRequest> read = WitnessRequest.parse(request);
    if (read instanceof Verdict.Refused<WitnessRequest> refused) {
      return new Answer(400, refused.reason() + "\n");
    }
    WitnessRequest asked = read.orThrow();
    Verdict<SignedCheckpoint> opened =
        log.open(asked.checkpoint().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    if (opened instanceof Verdict.Refused<SignedCheckpoint> refused) {
      return new Answer(403, refused.reason() + "\n");
    }
    SignedCheckpoint next = opened.orThrow();
    if (asked.oldSize() > next.size()) {
      return new Answer(400, "The old size is larger than the checkpoint's.\n");
    }
    Optional<SignedCheckpoint> known = known();
    long size = known.map(SignedCheckpoint::size).orElse(0L);
    if (asked.oldSize() != size) {
      return new Answer(409, size + "\n");
    }
    if (size > 0
        && !MerkleProof.isConsistent(
            size,
            known.get().checkpoint().root(),
            next.size(),
            next.checkpoint().root(),
            asked.proof())) {
      return new Answer(422, "The log does not go on from the checkpoint at " + size + ".\n");
    }
    keep(next);
    return new Answer(200, key.cosign(next, clock.instant()));
  }

  private Optional<SignedCheckpoint> known() throws IOException {
    return Files.exists(state)
        ? Optional.of(log.open(Files.readAllBytes(state)).orThrow())
        : Optional.empty();
  }

  private void keep(SignedCheckpoint next) throws IOException {
    Path unfinished = state.resolveSibling("checkpoint.new");
    try (FileChannel file =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(next.note()));
      file.force(true);
    }
    Files.move(unfinished, state, StandardCopyOption.ATOMIC_MOVE);
  }
}
