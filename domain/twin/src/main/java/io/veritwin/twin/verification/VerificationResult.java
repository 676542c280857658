package io.veritwin.twin.verification;

import io.veritwin.twin.integration.IntegrationResult.Failed;
import java.util.List;

/**
 * A table of a verification, or why there is none.
 *
 * @param <R> what a row says
 */
public sealed interface VerificationResult<R> {

  /** The table. */
  record Table<R>(List<R> rows) implements VerificationResult<R> {

    public Table {
      rows = List.copyOf(rows);
    }
  }

  /** The model could not be solved. */
  record NotSolved<R>(Failed failure) implements VerificationResult<R> {}
}
