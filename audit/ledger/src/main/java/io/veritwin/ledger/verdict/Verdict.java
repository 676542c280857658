package io.veritwin.ledger.verdict;

import java.util.Optional;
import java.util.function.Function;

/**
 * The outcome of a check on data that somebody else may have written. A refusal is a value, not an
 * exception, because meeting altered data is the ordinary business of a ledger (URS-110).
 *
 * @param <T> what is proven when the data are accepted
 */
public sealed interface Verdict<T> {

  /** The check passed and {@code value} may be relied on. */
  record Accepted<T>(T value) implements Verdict<T> {}

  /**
   * The check failed.
   *
   * @param reason one sentence in plain words, as shown to an inspector
   */
  record Refused<T>(String reason) implements Verdict<T> {}

  static <T> Verdict<T> accepted(T value) {
    return new Accepted<>(value);
  }

  static <T> Verdict<T> refused(String reason) {
    return new Refused<>(reason);
  }

  /** Carries on with what was proven; a refusal stays as it is. */
  default <R> Verdict<R> then(Function<? super T, Verdict<R>> next) {
    if (this instanceof Accepted<T> accepted) {
      return next.apply(accepted.value());
    }
    return refused(((Refused<T>) this).reason());
  }

  default boolean isAccepted() {
    return this instanceof Accepted<T>;
  }

  /** The reason of a refusal; empty when accepted. */
  default Optional<String> refusal() {
    return this instanceof Refused<T> refused ? Optional.of(refused.reason()) : Optional.empty();
  }

  /**
   * The proven value where a refusal would be this program's own fault.
   *
   * @throws IllegalStateException with the reason, when refused
   */
  default T orThrow() {
    if (this instanceof Accepted<T> accepted) {
      return accepted.value();
    }
    throw new IllegalStateException(((Refused<T>) this).reason());
  }
}
