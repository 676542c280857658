package io.veritwin.records.log;

import io.veritwin.records.trail.Receipts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Gives receipts, and waits for them where they are still to come. */
@ApplicationScoped
public class AwaitReceipt implements Receipts {

  @Inject StoredReceipts stored;
  @Inject Sequencer sequencer;

  @Override
  public Optional<StoredReceipt> find(long auditEntryId) {
    return stored.find(auditEntryId);
  }

  @Override
  public Optional<StoredReceipt> await(long auditEntryId, Duration atMost) {
    CompletableFuture<Void> covered = sequencer.covered(auditEntryId);
    Optional<StoredReceipt> now = stored.find(auditEntryId);
    if (now.isPresent()) {
      sequencer.announce(auditEntryId);
      return now;
    }
    sequencer.wake();
    try {
      covered.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return stored.find(auditEntryId);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the log's worker never fails a waiting receipt", e);
    }
  }
}
