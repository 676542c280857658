package io.veritwin.records.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.RecordLogin;
import io.veritwin.records.log.LogHealth;
import io.veritwin.records.log.Sequencers;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.site.ApplicationArchive;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.records.trail.TrailUnavailableException;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the platform watches about itself, on a real database. */
class SiteWatchTest {

  private TestPlatform platform;
  private SiteAlarms alarms;

  @BeforeEach
  void start() {
    platform = TestPlatform.builder().withoutWorker().start();
    alarms = platform.get(SiteAlarms.class);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private List<TrailRow> entries(String event) {
    return platform.get(TrailSearch.class).search(TrailQuery.all().named(event)).rows();
  }

  private void assertActsStopFor(String rule) {
    assertEquals(
        rule, platform.get(LogHealth.class).reasonAgainstActs().map(r -> r.rule()).orElse("none"));
    assertThrows(
        TrailUnavailableException.class, () -> Trails.draft(platform, 77, TestPlatform.OPERATOR));
    assertEquals("0", platform.database().answer("select count(*) from batch_sheet where id = 77"));
  }

  private void ageWaitingEntriesBy(int seconds) {
    platform
        .database()
        .execute(
            Role.SUPERUSER,
            "alter table audit_entry disable trigger append_only;"
                + "update audit_entry set stored_at = stored_at - interval '"
                + seconds
                + " seconds'; alter table audit_entry enable always trigger append_only");
  }

  @Test
  @Verifies("URS-114")
  void entriesThatWaitTooLongForTheirPlaceStopActsUntilTheyHaveIt() throws Exception {
    WatchWaitingEntries watch = platform.get(WatchWaitingEntries.class);
    Trails.note(platform, 1);
    ageWaitingEntriesBy(20);
    watch.look();
    assertTrue(alarms.standing().isEmpty(), "20 s are not too long");
    ageWaitingEntriesBy(11);
    watch.look();
    assertActsStopFor("LOG-08");
    assertTrue(
        alarms.standing().get(0).sentence().contains("1 entries wait"),
        alarms.standing().toString());
    Sequencers.workOnce(platform);
    watch.look();
    assertTrue(alarms.standing().isEmpty());
    Trails.draft(platform, 78, TestPlatform.OPERATOR);
  }

  @Test
  @Verifies("URS-114")
  void everyAlarmsBeginAndEndIsAnEntryOnce() {
    alarms.raise("TST-01", "Something is wrong.", true);
    alarms.raise("TST-01", "Something is still wrong.", true);
    alarms.end("TST-01");
    alarms.end("TST-01");
    List<TrailRow> raised = entries("SITE_ALARM_RAISED");
    assertEquals(1, raised.size());
    assertEquals("Something is wrong.", raised.get(0).sentence());
    assertEquals("Veritwin, site watch", raised.get(0).personName());
    assertEquals(1, entries("SITE_ALARM_ENDED").size());
  }

  // The database is away when the alarm is raised: its entry is written when it is back.
  @Test
  @Verifies("URS-114")
  void anAlarmThatCannotBeWrittenIsWrittenLaterWithItsTime() {
    platform
        .database()
        .execute(Role.OWNER, "revoke usage on sequence audit_entry_id_seq from veritwin_app");
    alarms.raise("TST-02", "The database refuses.", true);
    Instant raised = alarms.standing().get(0).since();
    assertEquals(0, platform.database().count("audit_entry"));
    assertTrue(platform.get(LogHealth.class).reasonAgainstActs().isPresent());
    platform
        .database()
        .execute(Role.OWNER, "grant usage on sequence audit_entry_id_seq to veritwin_app");
    platform.get(RecordAlarms.class).writeWaiting();
    assertEquals(
        raised.toString(),
        platform
            .get(TrailSearch.class)
            .entry(entries("SITE_ALARM_RAISED").get(0).id())
            .orElseThrow()
            .details()
            .get("alarm.at"));
  }

  // Whoever must repair the log or inspect it has to get in.
  @Test
  @Verifies("URS-114")
  void aPersonLogsInAndIsRecordedWhileActsAreStopped() {
    alarms.raise("TST-03", "Acts are stopped.", true);
    platform.get(RecordLogin.class).loggedIn(TestPlatform.QA);
    assertEquals(1, entries("LOGGED_IN").size());
  }

  @Test
  @Verifies("URS-115")
  void anApplicationOnAnotherSchemaThanItsOwnStopsActs() throws Exception {
    CompareSchema compare = platform.get(CompareSchema.class);
    compare.compare("0123456789abcdef");
    assertActsStopFor("SCH-01");
    platform
        .database()
        .execute(
            Role.OWNER,
            "create table schema_version (id bigint generated always as identity primary key,"
                + " changes_digest text not null); grant select on schema_version to veritwin_app;"
                + "insert into schema_version (changes_digest) values ('0123456789abcdef')");
    compare.compare("fedcba9876543210");
    assertTrue(
        alarms.standing().get(0).sentence().contains("0123456789ab"), alarms.standing().toString());
    compare.compare("0123456789abcdef");
    assertTrue(alarms.standing().isEmpty());
    Trails.draft(platform, 1, TestPlatform.OPERATOR);
  }

  @Test
  @Verifies("URS-116")
  void aClockThatIsSetBackMakesAnEntryAndStopsActs() throws Exception {
    WatchClock watch = platform.get(WatchClock.class);
    watch.look();
    Trails.note(platform, 1);
    platform.clock().goAhead(Duration.ofHours(-1));
    watch.look();
    TrailRow entry = entries("CLOCK_CHANGED").get(0);
    assertTrue(entry.sentence().matches("The server's clock was set back by 3600 s"));
    var change = platform.get(TrailSearch.class).entry(entry.id()).orElseThrow().changes().get(0);
    assertEquals("system time", change.field());
    assertTrue(Instant.parse(change.after()).isBefore(Instant.parse(change.before())));
    assertActsStopFor("CLK-01");
    platform.clock().goAhead(Duration.ofHours(1));
    watch.look();
    assertEquals(2, entries("CLOCK_CHANGED").size());
    assertTrue(platform.get(LogHealth.class).reasonAgainstActs().isEmpty());
  }

  // The clock was set back while the platform was down: only the trail knows.
  @Test
  @Verifies("URS-116")
  void aClockSetBackWhileThePlatformWasDownStopsActsAtStart() throws Exception {
    Trails.note(platform, 1);
    try (TestPlatform later = TestPlatform.builder().restarting(platform).withoutWorker().start()) {
      later.clock().goAhead(Duration.ofMinutes(-5));
      later.get(WatchClock.class).look();
      assertEquals("CLK-01", later.get(LogHealth.class).reasonAgainstActs().orElseThrow().rule());
    }
  }

  @Test
  @Verifies("URS-116")
  void aClockThatDiffersFromTheDatabasesIsAlarmed() {
    platform.clock().goAhead(Duration.ofMinutes(1));
    platform.get(WatchClock.class).look();
    assertEquals(List.of("CLK-02"), alarms.standing().stream().map(Alarm::rule).toList());
    assertFalse(alarms.standing().get(0).stopsActs());
  }

  @Test
  @Verifies("URS-117")
  void aChangeOfConfigurationComponentOrCertificateIsAnEntryWithBothValues() throws Exception {
    WatchComponents watch = platform.get(WatchComponents.class);
    watch.look();
    watch.look();
    assertEquals(1, entries("CONFIGURATION_CHANGED").size(), "nothing changed meanwhile");
    platform.pki().revoke(Instant.now());
    System.setProperty("veritwin.site.name", "Building 7");
    platform
        .database()
        .execute(Role.SUPERUSER, "alter role veritwin_app set synchronous_commit = off");
    try (TestPlatform later = TestPlatform.builder().restarting(platform).withoutWorker().start()) {
      later.get(WatchComponents.class).look();
    } finally {
      System.clearProperty("veritwin.site.name");
      platform
          .database()
          .execute(Role.SUPERUSER, "alter role veritwin_app reset synchronous_commit");
    }
    assertChange("CONFIGURATION_CHANGED", "veritwin.site.name", "default", "Building 7");
    assertChange("COMPONENTS_CHANGED", "database synchronous_commit", "on", "off");
    assertTrue(lastChange("CERTIFICATES_CHANGED").after().contains(" as of "));
  }

  private void assertChange(String event, String field, String before, String after) {
    var change = lastChange(event);
    assertEquals(field, change.field());
    assertEquals(before, change.before());
    assertEquals(after, change.after());
  }

  private io.veritwin.records.trail.FieldChange lastChange(String event) {
    List<TrailRow> rows = entries(event);
    assertEquals(2, rows.size());
    return platform.get(TrailSearch.class).entry(rows.get(0).id()).orElseThrow().changes().get(0);
  }

  @Test
  @Verifies("URS-117")
  void aCertificateThatEndsSoonIsAlarmed() throws IOException {
    platform.clock().goAhead(Duration.ofDays(3630));
    platform.get(WatchComponents.class).look();
    Alarm alarm = alarms.standing().get(0);
    assertEquals("CRT-01", alarm.rule());
    assertTrue(alarm.sentence().contains("platform signing on 20"), alarm.sentence());
  }

  // What cannot be looked at is said, not passed over.
  @Test
  @Verifies("URS-114")
  void aWatchThatFailsIsAnAlarmUntilItWorksAgain() {
    System.setProperty("veritwin.site.kind", "neither");
    try {
      platform.get(SiteWatch.class).look(platform.get(WatchComponents.class));
      assertTrue(
          alarms.standing().get(0).sentence().contains("not \"neither\""),
          alarms.standing().toString());
    } finally {
      System.clearProperty("veritwin.site.kind");
    }
    platform.get(SiteWatch.class).look(platform.get(WatchComponents.class));
    assertTrue(alarms.standing().isEmpty());
  }

  @Test
  @Verifies("URS-115")
  void outsideAServerThereIsNoArchiveToCompare() throws Exception {
    assertTrue(platform.get(ApplicationArchive.class).contents().isEmpty());
    platform.get(CompareSchema.class).look();
    assertTrue(alarms.standing().isEmpty());
  }
}
