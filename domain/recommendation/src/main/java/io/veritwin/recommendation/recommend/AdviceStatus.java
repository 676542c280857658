package io.veritwin.recommendation.recommend;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Why nothing is proposed for a unit at the moment, for its screen. Memory only. */
@ApplicationScoped
public class AdviceStatus {

  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  /**
   * The last look at a unit that proposed nothing.
   *
   * @param words why
   * @param processHours process time of a look that computed; NaN when it did not come to that
   */
  public record Look(String words, double processHours) {}

  /** Notes it; true when the reason is another one than before. */
  boolean note(String unit, Look look) {
    Look before = looks.put(unit, look);
    return before == null || !before.words().equals(look.words());
  }

  void clear(String unit) {
    looks.remove(unit);
  }

  double lastLookHours(String unit) {
    Look look = looks.get(unit);
    return look == null ? Double.NaN : look.processHours();
  }

  /** Why nothing is proposed now; empty when something is or the next look is not due. */
  public String words(String unit) {
    Look look = looks.get(unit);
    return look == null ? "" : look.words();
  }
}
