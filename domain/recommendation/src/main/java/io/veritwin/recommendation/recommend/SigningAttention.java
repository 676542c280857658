package io.veritwin.recommendation.recommend;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is at the signing page of which recommendation: while someone reads or signs it, no better
 * proposal takes it out of their hands. A hint, not a lock: a hold or old data withdraw it anyway.
 */
@ApplicationScoped
public class SigningAttention {

  private static final Duration LASTS = Duration.ofMinutes(5);

  private final Map<String, Instant> seen = new ConcurrentHashMap<>();

  private final Clock clock;

  protected SigningAttention() {
    this(Clock.systemUTC());
  }

  @Inject
  public SigningAttention(Clock clock) {
    this.clock = clock;
  }

  /** Someone opened, or still has open, the signing page of this recommendation. */
  public void note(String number) {
    seen.put(number, clock.instant());
    seen.values().removeIf(at -> at.plus(LASTS).isBefore(clock.instant()));
  }

  public boolean on(String number) {
    Instant at = seen.get(number);
    return at != null && clock.instant().isBefore(at.plus(LASTS));
  }
}
