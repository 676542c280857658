package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.checkpoint.WitnessVerifierKey;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.ledger.witness.WitnessRequest;
import io.veritwin.records.site.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Ask the witness: has the independent copy of the checkpoints, on another host, acknowledge a new
 * one (URS-136; C2SP tlog-witness). A GxP site gives no receipt without that, and without a receipt
 * nothing is written to the plant. Never called with a transaction open.
 */
@ApplicationScoped
public class AskWitness {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Inject Settings settings;
  @Inject ReadLog log;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private long knownToWitness;

  /** True when receipts need the witness's acknowledgement. */
  boolean isNeeded() {
    return settings.witness().isPresent();
  }

  /** Whether a checkpoint bears the witness's line. */
  boolean hasAcknowledged(SignedCheckpoint checkpoint) {
    return key().cosignedAt(checkpoint).isAccepted();
  }

  /**
   * The checkpoint with the witness's signature line.
   *
   * @throws LogBrokenException when the witness knows a longer or another log
   * @throws LogUnwritableException when it cannot be reached or does not acknowledge
   */
  synchronized SignedCheckpoint acknowledge(SignedCheckpoint checkpoint) {
    HttpResponse<String> answer = ask(checkpoint);
    if (answer.statusCode() == 409) {
      knownToWitness = size(answer.body());
      if (knownToWitness > checkpoint.size()) {
        throw new LogBrokenException(
            "LOG-11",
            "The log was rolled back: it ends at "
                + checkpoint.size()
                + " entries, and its witness has seen "
                + knownToWitness
                + ".");
      }
      answer = ask(checkpoint);
    }
    if (answer.statusCode() == 422) {
      throw new LogBrokenException(
          "LOG-11",
          "The log's history was changed: its witness refuses it, as it does not go on from the "
              + knownToWitness
              + " entries that it has seen.");
    }
    if (answer.statusCode() != 200) {
      throw unacknowledged(
          "it answered " + answer.statusCode() + ", " + answer.body().strip(), null);
    }
    Verdict<SignedCheckpoint> cosigned = key().attach(checkpoint, answer.body());
    if (cosigned instanceof Verdict.Refused<SignedCheckpoint> refused) {
      throw unacknowledged(refused.reason(), null);
    }
    knownToWitness = checkpoint.size();
    return cosigned.orThrow();
  }

  private HttpResponse<String> ask(SignedCheckpoint checkpoint) {
    WitnessRequest request =
        new WitnessRequest(
            knownToWitness,
            knownToWitness == 0 || knownToWitness > checkpoint.size()
                ? java.util.List.of()
                : log.consistency(knownToWitness, checkpoint.size()),
            checkpoint.text());
    HttpRequest post =
        HttpRequest.newBuilder(witness().address().resolve("add-checkpoint"))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request.bytes()))
            .build();
    try {
      return http.send(post, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw unacknowledged("it cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unacknowledged("asking it was interrupted", e);
    }
  }

  private static long size(String answer) {
    String text = answer.strip();
    if (!text.matches("[0-9]{1,18}")) {
      throw unacknowledged("it answered a size that is no number", null);
    }
    return Long.parseLong(text);
  }

  private WitnessVerifierKey key() {
    return WitnessVerifierKey.parse(witness().verifierKey()).orThrow();
  }

  private Settings.Witness witness() {
    Optional<Settings.Witness> witness = settings.witness();
    return witness.orElseThrow();
  }

  private static LogUnwritableException unacknowledged(String why, Exception cause) {
    return new LogUnwritableException(
        "LOG-09",
        "The independent copy of the checkpoints has not acknowledged the newest one: " + why,
        cause);
  }
}
