package io.veritwin.records.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.trail.Receipts;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailSearch;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Figures of the trail, printed as BENCH lines; run with {@code mvn -P bench}. Clients, database
 * and sequencer share this machine, fsync is on.
 */
@Tag("bench")
class TrailBench {

  private static final int CLIENTS = 16;

  /** Of the larger act: a record with its nineteen lines, all in the one entry. */
  private static final int ROWS = 20;

  private static final Duration ROUND = Duration.ofSeconds(6);

  @TempDir Path folder;

  /** One act of one client. */
  private interface Act {
    void carryOut(long number) throws Exception;

    default void end() throws Exception {}
  }

  /** Acts per second of all clients together. */
  private static double rate(Supplier<Act> client, int atWork, AtomicLong numbers)
      throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(atWork);
    long end = System.nanoTime() + ROUND.toNanos();
    List<Future<Long>> counts = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < atWork; i++) {
      counts.add(
          clients.submit(
              () -> {
                long count = 0;
                Act act = client.get();
                while (System.nanoTime() < end) {
                  act.carryOut(numbers.incrementAndGet());
                  count++;
                }
                act.end();
                return count;
              }));
    }
    long all = 0;
    for (Future<Long> count : counts) {
      all += count.get();
    }
    clients.shutdown();
    return all / ((System.nanoTime() - begin) / 1e9);
  }

  /** An act of so many rows, with trail and without. */
  private record Peers(Supplier<Act> audited, Supplier<Act> plain) {

    static Peers of(TestPlatform platform, int tags) {
      return new Peers(
          () -> number -> Trails.draft(platform, number, TestPlatform.OPERATOR, tags),
          () ->
              number ->
                  platform.inTransaction(
                      () -> {
                        platform.entities().persist(new PlainSheet(number, tags));
                        return null;
                      }));
    }
  }

  /** The same transaction with trail, without trail, and by plain JDBC: PostgreSQL's own limit. */
  @Test
  void auditedTransactions() throws Exception {
    TestDatabase database = TestDatabase.create();
    database.execute(Role.OWNER, PlainSheet.TABLE);
    try (TestPlatform platform =
        TestPlatform.builder().on(database).withEntities(PlainSheet.class).start()) {
      AtomicLong numbers = new AtomicLong();
      Peers smallest = Peers.of(platform, 0);
      Peers ofMoreRows = Peers.of(platform, ROWS - 1);
      Supplier<Act> jdbc = () -> new PlainInsert(database);
      warmUp(smallest, numbers);
      int rounds = 3;
      double[] limit = new double[rounds];
      double[][] one = rates(smallest, CLIENTS, numbers, rounds);
      for (int round = 0; round < rounds; round++) {
        limit[round] = rate(jdbc, CLIENTS, numbers);
      }
      double trail = Figures.percentile(one[0], 50);
      Figures.print("audited-transactions", trail, Figures.percentile(limit, 50), "tx/s");
      printTimes("audited-against-unaudited", one, CLIENTS);
      printTimes("audited-against-unaudited-alone", rates(smallest, 1, numbers, rounds), 1);
      warmUp(ofMoreRows, numbers);
      printTimes(
          "audited-against-unaudited-" + ROWS + "-rows",
          rates(ofMoreRows, CLIENTS, numbers, rounds),
          CLIENTS);
      long waited = System.nanoTime();
      while (database.count("audit_unsequenced") > 0) {
        Thread.sleep(20);
      }
      System.out.printf(
          "The sequencer was %.1f s behind at the end.%n", (System.nanoTime() - waited) / 1e9);
    }
  }

  /** With as many clients as are measured: what the compiler sees must be the same. */
  private static void warmUp(Peers peers, AtomicLong numbers) throws Exception {
    Figures.warmUp(
        () -> {
          rate(peers.audited(), CLIENTS, numbers);
          rate(peers.plain(), CLIENTS, numbers);
        });
  }

  /** Acts per second, audited and plain in turn. */
  private static double[][] rates(Peers peers, int clients, AtomicLong numbers, int rounds)
      throws Exception {
    double[][] rates = new double[2][rounds];
    for (int round = 0; round < rounds; round++) {
      rates[0][round] = rate(peers.audited(), clients, numbers);
      rates[1][round] = rate(peers.plain(), clients, numbers);
    }
    return rates;
  }

  private static void printTimes(String name, double[][] rates, int clients) {
    Figures.print(
        name,
        clients * 1e6 / Figures.percentile(rates[0], 50),
        clients * 1e6 / Figures.percentile(rates[1], 50),
        "us");
  }

  private static final class PlainInsert implements Act {
    private final Connection connection;
    private final PreparedStatement insert;

    PlainInsert(TestDatabase database) {
      try {
        connection = database.connect(Role.APPLICATION);
        connection.setAutoCommit(false);
        insert =
            connection.prepareStatement(
                "insert into plain_sheet (id, number, version, title, state)"
                    + " values (?, ?, 0, ?, 'OPEN')");
      } catch (java.sql.SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void carryOut(long number) throws Exception {
      insert.setLong(1, number);
      insert.setString(2, "BS-" + number);
      insert.setString(3, "Feed, day " + number);
      insert.executeUpdate();
      connection.commit();
    }

    @Override
    public void end() throws Exception {
      connection.close();
    }
  }

  private static void awaitReceipt(Receipts receipts, long entry) {
    if (receipts.await(entry, Duration.ofSeconds(10)).isEmpty()) {
      throw new IllegalStateException("no receipt for entry " + entry);
    }
  }

  /** From the commit of an act to its receipt, against one forced write; four clients at work. */
  @Test
  void receipts() throws Exception {
    try (TestPlatform platform = TestPlatform.builder().start()) {
      Receipts receipts = platform.get(Receipts.class);
      Figures.warmUp(
          () -> {
            for (int i = 0; i < 200; i++) {
              awaitReceipt(receipts, Trails.note(platform, i));
            }
          });
      ExecutorService clients = Executors.newFixedThreadPool(4);
      List<Future<double[]>> measured = new ArrayList<>();
      for (int client = 0; client < 4; client++) {
        int first = (client + 1) * 10_000;
        measured.add(
            clients.submit(
                () -> {
                  double[] times = new double[250];
                  for (int i = 0; i < times.length; i++) {
                    long entry = Trails.note(platform, first + i);
                    long committed = System.nanoTime();
                    awaitReceipt(receipts, entry);
                    times[i] = (System.nanoTime() - committed) / 1e6;
                  }
                  return times;
                }));
      }
      double[] all = new double[1000];
      for (int client = 0; client < 4; client++) {
        System.arraycopy(measured.get(client).get(), 0, all, client * 250, 250);
      }
      clients.shutdown();
      double[] forced = new double[300];
      try (FileChannel file =
          FileChannel.open(
              folder.resolve("forced"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        for (int i = 0; i < forced.length; i++) {
          long begin = System.nanoTime();
          file.write(ByteBuffer.wrap(new byte[400]));
          file.force(true);
          forced[i] = (System.nanoTime() - begin) / 1e6;
        }
      }
      Figures.print(
          "receipt-p99", Figures.percentile(all, 99), Figures.percentile(forced, 99), "ms");
      Figures.print(
          "receipt-p50", Figures.percentile(all, 50), Figures.percentile(forced, 50), "ms");
    }
  }

  /** The explorer's queries over many entries, against reading 50 entries by their key. */
  @Test
  void explorer() throws Exception {
    int entries = Integer.getInteger("veritwin.bench.entries", 10_000_000);
    TestDatabase database = TestDatabase.create();
    fill(database, entries);
    try (TestPlatform platform = TestPlatform.builder().on(database).withoutWorker().start()) {
      TrailSearch search = platform.get(TrailSearch.class);
      Instant noon = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(entries / 2 * 3L);
      TrailQuery all = TrailQuery.all();
      Map<String, TrailQuery> queries = new LinkedHashMap<>();
      queries.put("newest", all);
      queries.put("page 200", all.page(199, 50));
      queries.put("one record", all.ofRecord("recommendation", "P-" + entries / 3));
      queries.put("part of a name", all.by("reuter 7"));
      queries.put("event", all.named("EVENT_3"));
      queries.put("rare event", all.named("EVENT_RARE"));
      queries.put("refused", all.only(TrailQuery.Only.REFUSED));
      queries.put("refused of a person", all.by("Marta Reuter 11").only(TrailQuery.Only.REFUSED));
      queries.put("one hour", all.between(noon, noon.plusSeconds(3600)));
      queries.put("one month", all.between(noon, noon.plusSeconds(30 * 86400)));
      queries.put("common word", all.saying("feed"));
      queries.put("rare word", all.saying("sample" + entries / 2));
      queries.put("word in a month", all.saying("feed").between(noon, noon.plusSeconds(2592000)));
      queries.put("by person", all.sortedBy(TrailQuery.Sort.PERSON, true));
      queries.put("by record", all.sortedBy(TrailQuery.Sort.RECORD, false));
      queries.put("by time", all.sortedBy(TrailQuery.Sort.TIME, true));
      queries.put("event by time", all.named("EVENT_5").sortedBy(TrailQuery.Sort.TIME, false));
      int rounds = 8;
      double[] times = new double[rounds * queries.size()];
      int i = 0;
      for (Map.Entry<String, TrailQuery> query : queries.entrySet()) {
        double worst = 0;
        for (int round = 0; round < rounds; round++) {
          long begin = System.nanoTime();
          assertTrue(search.search(query.getValue()).total() >= entries);
          times[i] = (System.nanoTime() - begin) / 1e6;
          worst = Math.max(worst, times[i++]);
        }
        System.out.printf("FIGURE explorer, %s: worst %.1f ms%n", query.getKey(), worst);
      }
      double[] byKey = new double[200];
      for (int round = 0; round < byKey.length; round++) {
        long from = (long) round * entries / byKey.length;
        long begin = System.nanoTime();
        database.answer(
            "select max(sentence) from audit_entry where id between "
                + from
                + " and "
                + (from + 50));
        byKey[round] = (System.nanoTime() - begin) / 1e6;
      }
      Figures.print(
          "explorer-p95-" + entries / 1_000_000 + "m",
          Figures.percentile(times, 95),
          Figures.percentile(byKey, 95),
          "ms");
    }
  }

  /** Rows as the trail has them, without their cryptography, which searching does not touch. */
  private static void fill(TestDatabase database, int entries) throws Exception {
    long begin = System.nanoTime();
    try (Connection connection = database.connect(Role.SUPERUSER);
        Statement statement = connection.createStatement()) {
      statement.execute("set maintenance_work_mem = '512MB'; set synchronous_commit = off");
      List<String> indexes = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "select indexname, indexdef from pg_indexes where tablename in ('audit_entry', 'audit_search')"
                  + " and indexname not like '%pkey'")) {
        while (rows.next()) {
          indexes.add(rows.getString(2));
        }
      }
      for (String index : indexes) {
        statement.execute("drop index " + index.split(" ")[2]);
      }
      statement.execute(
          "alter table audit_entry disable trigger all; alter table audit_position disable trigger"
              + " all");
      for (int from = 1; from <= entries; from += 500_000) {
        statement.execute(
            """
            insert into audit_entry (id, canonical, leaf_hash, event, person_id, person_name,
              person_role, record_type, record_id, record_version, refused, rule, reason, sentence,
              at)
            select n, convert_to(repeat('x', 300), 'UTF8'), decode(repeat('00', 32), 'hex'),
              case when mod(n, 1000003) = 7 then 'EVENT_RARE' else 'EVENT_' || mod(n, 40) end,
              'sub-' || mod(n, 60), 'Marta Reuter ' || mod(n, 60), 'operator',
              case mod(n, 3) when 0 then 'recommendation' when 1 then 'reading' else 'batch' end,
              'P-' || n / 8, 1, mod(n, 500) = 0, case when mod(n, 500) = 0 then 'REL-06' end,
              'Agrees with 08:20 off-line sample' || n, 'Changed the feed of unit BR-' || mod(n, 30),
              timestamptz '2026-01-01 00:00Z' + n * interval '3 seconds'
            from generate_series(%d, %d) n"""
                .formatted(from, Math.min(entries, from + 499_999)));
      }
      statement.execute("insert into audit_position select id - 1, id from audit_entry");
      statement.execute(
          "insert into audit_search select id, at, event, person_id, person_name, record_type,"
              + " record_id, refused, search_words(sentence, reason) from audit_entry");
      for (String index : indexes) {
        statement.execute(index);
      }
      statement.execute("vacuum analyze audit_entry");
      statement.execute("vacuum analyze audit_search");
      statement.execute("vacuum analyze audit_position");
      statement.execute("checkpoint");
    }
    System.out.printf(
        "FIGURE %d entries filled in %.0f s, %s on disk%n",
        entries,
        (System.nanoTime() - begin) / 1e9,
        database.answer("select pg_size_pretty(pg_total_relation_size('audit_entry'))"));
    TimeUnit.SECONDS.sleep(1);
  }
}
