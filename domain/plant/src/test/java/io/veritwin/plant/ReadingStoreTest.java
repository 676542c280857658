package io.veritwin.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.plant.ReadingStore.Received;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.validation.evidence.Verifies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The store over a real PostgreSQL, as the application's role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingStoreTest {

  private static final Instant T0 = Instant.parse("2026-11-20T09:00:00.123456Z");

  private PlantDatabase database;
  private ReadingStore store;

  @BeforeAll
  void open() {
    database = PlantDatabase.create();
    store = new ReadingStore(database.application());
  }

  private static Received received(String tag, Double value, long second) {
    Instant at = T0.plusSeconds(second);
    return new Received("BR-204", tag, 11, value, null, 0, at, at.plusMillis(3), at.plusMillis(7));
  }

  private List<Reading> store(Received... readings) {
    return store.store(List.of(readings), List.of()).readings();
  }

  @Test
  @Verifies("URS-240")
  void aReadingIsFoundAgainExactlyAsItWasReceived() {
    Received odd =
        new Received(
            "BR-204",
            "QI-204.CO2",
            11,
            5.1 + 1e-15,
            null,
            0x808C0000L,
            T0,
            null,
            T0.plusNanos(1000));
    Reading stored = store(odd).get(0);
    Reading found = store.latest("BR-204", "QI-204.CO2").orElseThrow();
    assertEquals(stored, found);
    assertEquals(odd.value(), found.value());
    assertEquals(0x808C0000L, found.statusCode());
    assertEquals(T0, found.sourceTime());
    assertNull(found.serverTime());
    assertFalse(found.good());

    store(new Received("BR-204", "BATCH.ID", 12, null, "B26-1107", 0, T0, T0, T0));
    assertEquals("B26-1107", store.latest("BR-204", "BATCH.ID").orElseThrow().text());
    assertNull(store.latest("BR-204", "BATCH.ID").orElseThrow().value());
    store(new Received("BR-204", "PHASE.NAME", 0, null, null, 0x80320000L, null, null, T0));
    assertNull(store.latest("BR-204", "PHASE.NAME").orElseThrow().sourceTime());
  }

  @Test
  @Verifies("URS-240")
  void theLatestIsTheOneThatArrivedLastAndARangeIsBySourceTime() {
    store(
        received("LI-204.PV", 1.0, 10),
        received("LI-204.PV", 3.0, 30),
        received("LI-204.PV", 2.0, 20));
    assertEquals(2.0, store.latest("BR-204", "LI-204.PV").orElseThrow().value());
    List<Double> range =
        store.between("BR-204", "LI-204.PV", T0.plusSeconds(10), T0.plusSeconds(30), 10).stream()
            .map(Reading::value)
            .toList();
    assertEquals(List.of(1.0, 2.0), range);
    List<Double> newest =
        store.between("BR-204", "LI-204.PV", T0, T0.plusSeconds(60), 2).stream()
            .map(Reading::value)
            .toList();
    assertEquals(List.of(2.0, 3.0), newest);
    assertThrows(
        IllegalArgumentException.class, () -> store.between("BR-204", "LI-204.PV", T0, T0, 0));
    assertTrue(store.latest("BR-101", "TEMP").isEmpty());
    assertEquals(2.0, store.latest("BR-204").get("LI-204.PV").value());
  }

  @Test
  @Verifies("URS-241")
  void nobodyChangesOrRemovesAReadingOrAGap() {
    store(received("SIC-204.PV", 90.0, 1));
    store.store(
        List.of(),
        List.of(
            new ReadingGap(
                0, "BR-204", null, GapKind.LINK_LOSS, T0, T0.plusSeconds(8), "A test gap.", T0)));
    for (TestDatabase.Role role : List.of(TestDatabase.Role.APPLICATION, TestDatabase.Role.OWNER)) {
      for (String sql :
          List.of(
              "update reading set value = 91 where tag = 'SIC-204.PV'",
              "delete from reading where tag = 'SIC-204.PV'",
              "truncate reading",
              "update reading_gap set to_time = from_time",
              "delete from reading_gap",
              "delete from plant_write_use where true or used_at is null",
              "truncate plant_write_use")) {
        // A row trigger needs a row: one use-id is there for the last two.
        database
            .database()
            .execute(
                TestDatabase.Role.OWNER,
                "insert into plant_write_use values ('u', 1, 'BR-204', 'FIC-204.SP', 1, now())"
                    + " on conflict do nothing");
        assertThrows(
            IllegalStateException.class,
            () -> database.database().execute(role, sql),
            role + ": " + sql);
      }
    }
    assertEquals(90.0, store.latest("BR-204", "SIC-204.PV").orElseThrow().value());
  }

  @Test
  @Verifies("URS-243")
  void gapsThatTouchARangeAreFound() {
    Instant at = T0.plus(Duration.ofDays(3));
    ReadingGap stored =
        store
            .store(
                List.of(),
                List.of(
                    new ReadingGap(
                        0,
                        "BR-204",
                        "TIC-204.PV",
                        GapKind.QUEUE_OVERFLOW,
                        at,
                        at.plusSeconds(8),
                        "A test gap.",
                        at)))
            .gaps()
            .get(0);
    assertEquals(List.of(stored), store.gaps("BR-204", at.plusSeconds(5), at.plusSeconds(60)));
    assertEquals(List.of(stored), store.gaps("BR-204", at.minusSeconds(5), at.plusSeconds(1)));
    assertEquals(List.of(), store.gaps("BR-204", at.plusSeconds(9), at.plusSeconds(60)));
    assertEquals(List.of(), store.gaps("BR-101", at, at.plusSeconds(60)));
  }

  @Test
  @Verifies("URS-240")
  void assaysOfOneSampleAreGatheredWithItsProcessTime() {
    Instant day = T0.plus(Duration.ofDays(2));
    List<Received> readings = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      Instant at = day.plusSeconds(1440L * n);
      readings.add(
          new Received("BR-204", "LAB.SAMPLE_TIME", 11, 72.0 + 24 * n, null, 0, at, at, at));
      readings.add(new Received("BR-204", "LAB.VCD", 11, 2.7 + n, null, 0, at, at, at));
      readings.add(new Received("BR-204", "LAB.GLC", 11, 27.5 - n, null, 0, at, at, at));
      // A bad assay is no assay.
      readings.add(new Received("BR-204", "LAB.GLN", 11, 4.0, null, 0x80000000L, at, at, at));
    }
    Instant alone = day.plusSeconds(9999);
    readings.add(new Received("BR-204", "LAB.VCD", 11, 99.0, null, 0, alone, alone, alone));
    store.store(readings, List.of());
    List<OfflineSample> samples = store.samples("BR-204", day, day.plusSeconds(86400));
    assertEquals(2, samples.size());
    assertEquals(72.0, samples.get(0).sampleTimeHours());
    assertEquals(96.0, samples.get(1).sampleTimeHours());
    assertEquals(2.7, samples.get(0).assays().get("LAB.VCD").value());
    assertEquals(java.util.Set.of("LAB.VCD", "LAB.GLC"), samples.get(1).assays().keySet());
  }

  @Test
  @Verifies("URS-241")
  void tenThousandReadingsAreStoredInAFewSeconds() {
    List<Received> batch = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      batch.add(received("DOIC-204.PV", 40.0 + i % 7, 100_000 + i));
    }
    long start = System.nanoTime();
    for (int i = 0; i < batch.size(); i += 1000) {
      store.store(batch.subList(i, i + 1000), List.of());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println("10 000 readings stored in " + took.toMillis() + " ms");
    assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "it took " + took);
    assertEquals(
        10_000, store.between("BR-204", "DOIC-204.PV", T0, T0.plusSeconds(200_000), 20_000).size());
  }

  @Test
  @Verifies("URS-178")
  void aSummaryCountsEveryReadingAndTakesItsRangeFromTheGoodOnes() {
    Instant begin = T0.plusSeconds(900_000);
    store(
        received("TIC-204.PV", 36.5, 900_000),
        received("TIC-204.PV", 37.5, 900_010),
        new Received(
            "BR-204",
            "TIC-204.PV",
            11,
            99.0,
            null,
            0x80000000L,
            begin.plusSeconds(20),
            null,
            begin.plusSeconds(20)),
        received("TIC-204.PV", 40.0, 900_100));
    List<ReadingSummary> found =
        store.summaries("BR-204", begin, begin.plusSeconds(100)).stream()
            .filter(s -> s.tag().equals("TIC-204.PV"))
            .toList();
    assertEquals(
        List.of(new ReadingSummary("TIC-204.PV", 3, 1, begin, begin.plusSeconds(20), 36.5, 37.5)),
        found);
  }
}
