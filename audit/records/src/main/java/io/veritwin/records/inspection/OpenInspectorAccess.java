package io.veritwin.records.inspection;

import io.veritwin.records.copy.WholeRecord;
import io.veritwin.records.copy.WholeRecord.Related;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.log.ReadLog;
import io.veritwin.records.right.SigningRight;
import io.veritwin.records.right.SigningRights;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Open an inspector's access, extend it, end it before its time. Done by QA, never for oneself. */
@ApplicationScoped
public class OpenInspectorAccess {

  /** An access lasts at most so many days from its beginning, or from its extension. */
  public static final int MOST_DAYS = 30;

  /** An access that is opened today lasts so many days more, unless another last day is given. */
  public static final int USUAL_DAYS = 5;

  @Inject InspectorAccesses accesses;
  @Inject SigningRights people;
  @Inject AuditTrail trail;
  @Inject ReadLog log;
  @Inject @Any Instance<WholeRecord> wholes;
  @Inject Clock clock;

  /**
   * What QA asks for; days are of UTC, as 2026-11-26.
   *
   * @param inspector user name
   * @param onBehalfOf the authority or company, and which inspection
   * @param firstDay today or later
   * @param lastDay inclusive
   * @param records one record a line, kind and number; empty for the whole site
   * @param firstEntry first day of the trail; empty for its beginning
   * @param lastEntry last day of the trail, inclusive; empty for its end
   * @param reason at least 10 characters
   */
  public record Asked(
      String inspector,
      String onBehalfOf,
      String firstDay,
      String lastDay,
      String records,
      String firstEntry,
      String lastEntry,
      String reason) {}

  /**
   * Opens an access, or says everything that stands against it.
   *
   * @return every reason against; empty when it is open
   */
  @Transactional
  public List<Refusal> open(Person by, Asked asked) {
    Instant now = now();
    // Held, so that two of QA open one after the other and the second sees the first.
    Optional<SigningRight> inspector =
        people
            .ofUsername(asked.inspector().strip())
            .filter(right -> right.roles().contains(Role.INSPECTOR))
            .flatMap(right -> people.held(right.subject()));
    List<Refusal> reasons = new ArrayList<>(reasonsAgainst(by));
    inspector.ifPresentOrElse(
        right -> reasons.addAll(againstAnother(right.subject(), by, now)),
        () -> reasons.add(InspectionRule.INS_03.refusal(asked.inspector().strip())));
    lengthOf(asked.onBehalfOf(), 5, 200, InspectionRule.INS_04).ifPresent(reasons::add);
    lengthOf(asked.reason(), 10, 500, InspectionRule.INS_05).ifPresent(reasons::add);
    String today = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
    Optional<Instant> first = day(asked.firstDay(), 0).filter(d -> begins(d, now));
    if (first.isEmpty()) {
      reasons.add(InspectionRule.INS_06.refusal(asked.firstDay(), today));
    }
    Instant begins = first.filter(now::isBefore).orElse(now.truncatedTo(ChronoUnit.SECONDS));
    Optional<Instant> ends = day(asked.lastDay(), 1).filter(end -> isEnd(begins, end));
    if (ends.isEmpty()) {
      reasons.add(InspectionRule.INS_07.refusal(MOST_DAYS, asked.lastDay(), today));
    }
    List<Related> records = new ArrayList<>();
    for (String line : lines(asked.records())) {
      known(line)
          .ifPresentOrElse(records::add, () -> reasons.add(InspectionRule.INS_08.refusal(line)));
    }
    AccessScope scope =
        new AccessScope(
            records,
            day(asked.firstEntry(), 0).orElse(null),
            day(asked.lastEntry(), 1).orElse(null));
    if (!isSpan(asked, scope)) {
      reasons.add(InspectionRule.INS_09.refusal(asked.firstEntry(), asked.lastEntry(), today));
    }
    if (!reasons.isEmpty()) {
      refuse(
          "INSPECTOR_ACCESS_OPENED", by, new RecordRef(InspectorAccess.TYPE, "none", 1), reasons);
      return reasons;
    }
    InspectorAccess access =
        new InspectorAccess(
            accesses.nextNumber(),
            inspector.orElseThrow(),
            asked.onBehalfOf().strip(),
            asked.reason().strip(),
            begins,
            ends.orElseThrow(),
            scope,
            by,
            now,
            false);
    accesses.keep(access);
    trail.record(
        AuditEvent.of("INSPECTOR_ACCESS_OPENED", by, access.recordRef(), sentence(access))
            .because(access.reason()));
    return List.of();
  }

  static String sentence(InspectorAccess access) {
    return "Opened access "
        + access.number()
        + " for "
        + access.printedName()
        + " on behalf of "
        + access.onBehalfOf()
        + ", from "
        + access.beginsAt()
        + " until "
        + access.endsAt()
        + ": "
        + access.scope().inWords()
        + ".";
  }

  /**
   * Gives an access a later end.
   *
   * @param lastDay the new last day, inclusive
   * @return every reason against; empty when it is extended
   * @throws IllegalArgumentException when there is no such access
   */
  @Transactional
  public List<Refusal> extend(Person by, String number, String lastDay, String reason) {
    InspectorAccess access = held(number);
    Instant now = now();
    List<Refusal> reasons = new ArrayList<>(againstChanging(by, access, reason, now));
    Instant from = access.beginsAt().isAfter(now) ? access.beginsAt() : now;
    Optional<Instant> ends = day(lastDay, 1).filter(end -> isEnd(from, end));
    if (ends.isEmpty()) {
      reasons.add(
          InspectionRule.INS_07.refusal(
              MOST_DAYS, lastDay, LocalDate.ofInstant(now, ZoneOffset.UTC)));
    } else if (!ends.get().isAfter(access.endsAt())) {
      reasons.add(InspectionRule.INS_12.refusal(lastDay, access.endsAt()));
    }
    if (!reasons.isEmpty()) {
      refuse("INSPECTOR_ACCESS_EXTENDED", by, access.recordRef(), reasons);
      return reasons;
    }
    access.extend(ends.orElseThrow());
    trail.record(
        AuditEvent.of(
                "INSPECTOR_ACCESS_EXTENDED",
                by,
                access.recordRef(),
                "Extended access "
                    + number
                    + " of "
                    + access.printedName()
                    + " until "
                    + access.endsAt()
                    + ".")
            .because(reason.strip()));
    return List.of();
  }

  /**
   * Ends an access before its time, at once.
   *
   * @return every reason against; empty when it is ended
   * @throws IllegalArgumentException when there is no such access
   */
  @Transactional
  public List<Refusal> end(Person by, String number, String reason) {
    InspectorAccess access = held(number);
    Instant now = now();
    List<Refusal> reasons = againstChanging(by, access, reason, now);
    if (!reasons.isEmpty()) {
      refuse("INSPECTOR_ACCESS_ENDED", by, access.recordRef(), reasons);
      return reasons;
    }
    access.end(by, now);
    trail.record(
        AuditEvent.of(
                "INSPECTOR_ACCESS_ENDED",
                by,
                access.recordRef(),
                "Ended access " + number + " of " + access.printedName() + ".")
            .because(reason.strip()));
    return List.of();
  }

  private static List<Refusal> reasonsAgainst(Person by) {
    List<Refusal> reasons = new ArrayList<>();
    if (!by.is(Role.QA)) {
      reasons.add(InspectionRule.INS_01.refusal(by.roleInWords()));
    }
    if (by.is(Role.INSPECTOR)) {
      reasons.add(InspectionRule.INS_02.refusal());
    }
    return reasons;
  }

  private List<Refusal> againstAnother(String subject, Person by, Instant now) {
    List<Refusal> reasons = new ArrayList<>();
    if (subject.equals(by.subject()) && !by.is(Role.INSPECTOR)) {
      reasons.add(InspectionRule.INS_02.refusal());
    }
    accesses.of(subject).stream()
        .filter(a -> a.isOpen(now))
        .findFirst()
        .ifPresent(
            a ->
                reasons.add(
                    InspectionRule.INS_10.refusal(a.printedName(), a.number(), a.endsAt())));
    return reasons;
  }

  private static List<Refusal> againstChanging(
      Person by, InspectorAccess access, String reason, Instant now) {
    List<Refusal> reasons = new ArrayList<>(reasonsAgainst(by));
    if (access.subject().equals(by.subject()) && !by.is(Role.INSPECTOR)) {
      reasons.add(InspectionRule.INS_02.refusal());
    }
    if (!access.isOpen(now)) {
      reasons.add(
          InspectionRule.INS_11.refusal(
              access.number(), access.until().truncatedTo(ChronoUnit.SECONDS)));
    }
    lengthOf(reason, 10, 500, InspectionRule.INS_05).ifPresent(reasons::add);
    return reasons;
  }

  private static Optional<Refusal> lengthOf(String text, int least, int most, InspectionRule rule) {
    int length = text.strip().length();
    return length < least || length > most
        ? Optional.of(rule.refusal(text.strip()))
        : Optional.empty();
  }

  /** Today counts from now on; a day that is over does not begin. */
  private static boolean begins(Instant day, Instant now) {
    return day.plus(Duration.ofDays(1)).isAfter(now)
        && day.isBefore(now.plus(Duration.ofDays(366)));
  }

  private static boolean isEnd(Instant begins, Instant end) {
    return end.isAfter(begins) && !end.isAfter(begins.plus(Duration.ofDays(MOST_DAYS + 1L)));
  }

  private static boolean isSpan(Asked asked, AccessScope scope) {
    return (asked.firstEntry().isBlank() || scope.from() != null)
        && (asked.lastEntry().isBlank() || scope.to() != null)
        && (scope.from() == null || scope.to() == null || scope.to().isAfter(scope.from()));
  }

  private static Optional<Instant> day(String text, int plusDays) {
    try {
      return Optional.of(
          LocalDate.parse(text.strip())
              .plusDays(plusDays)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant());
    } catch (DateTimeParseException notADay) {
      return Optional.empty();
    }
  }

  private static Set<String> lines(String records) {
    Set<String> lines = new LinkedHashSet<>();
    records.lines().map(line -> line.strip().replaceAll("\\s+", " ")).forEach(lines::add);
    lines.remove("");
    return lines;
  }

  /** Kind and number may both hold blanks, so each cut between them is tried. */
  private Optional<Related> known(String line) {
    for (int cut = line.indexOf(' '); cut > 0; cut = line.indexOf(' ', cut + 1)) {
      Related record = new Related(line.substring(0, cut), line.substring(cut + 1));
      if (log.hasEntryOf(record.type(), record.id())
          || wholes.stream()
              .anyMatch(
                  w -> w.recordType().equals(record.type()) && w.parts(record.id()).isPresent())) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }

  private InspectorAccess held(String number) {
    return accesses
        .held(number)
        .orElseThrow(() -> new IllegalArgumentException("there is no access " + number));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private void refuse(String event, Person by, RecordRef record, List<Refusal> reasons) {
    trail.recordRefusal(
        AuditEvent.refused(
            event,
            by,
            record,
            String.join(" ", reasons.stream().map(Refusal::sentence).toList()),
            reasons.get(0).rule()));
  }
}
