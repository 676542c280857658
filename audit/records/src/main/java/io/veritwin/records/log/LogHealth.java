package io.veritwin.records.log;

import io.veritwin.records.signature.Refusal;
import io.veritwin.records.watch.Alarm;
import io.veritwin.records.watch.SiteAlarms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the trail can be written and relied on. While it cannot, regulated acts are refused with
 * the reason given here (URS-129). Each reason is an alarm: seen on the pages, kept as an entry.
 */
@ApplicationScoped
public class LogHealth {

  /** What ends by itself when the log is written again. */
  private static final Set<String> PASSING = Set.of("LOG-06", "LOG-07", "LOG-09");

  @Inject SiteAlarms alarms;

  private volatile boolean halted;

  /** The reason that stops regulated acts now; empty while the log is sound. */
  public Optional<Refusal> reasonAgainstActs() {
    return alarms.againstActs().map(Alarm::refusal);
  }

  /** True when the log contradicts its copy: it stays so until an administrator has repaired it. */
  public boolean isHalted() {
    return halted;
  }

  /** The log contradicts its copy; only a restart after the repair ends this. */
  void halt(Refusal reason) {
    halted = true;
    alarms.raise(reason.rule(), reason.sentence(), true);
  }

  /** The log cannot be written at the moment. */
  void hamper(Refusal reason) {
    PASSING.stream().filter(rule -> !rule.equals(reason.rule())).forEach(alarms::end);
    alarms.raise(reason.rule(), reason.sentence(), true);
  }

  /** The log is written again. */
  void recover() {
    PASSING.forEach(alarms::end);
  }
}
