package io.veritwin.records.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.log.Proof;
import io.veritwin.records.log.Sequencers;
import io.veritwin.records.platform.DatabaseWire;
import io.veritwin.records.platform.JavaProcess;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.validation.evidence.Verifies;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Attack: kill -9 between every two steps of the ceremony. One process has a ceremony at every step
 * at once, each of another person about another sheet, each held at a statement on the wire to the
 * database; so that every step is met, and none by chance, when the process is killed.
 */
class KilledCeremonyTest {

  /** One for each sheet, and one for the first, which is signed in peace. */
  static final String[] SIGNERS =
      IntStream.range(0, Kill.values().length + 1)
          .mapToObj(sheet -> "signer" + sheet)
          .toArray(String[]::new);

  private static final int IN_PEACE = Kill.values().length;

  /** How a process ends by signal 9. */
  private static final int KILLED = 128 + 9;

  /** What stands of a ceremony after the kill. */
  private enum Left {
    NOTHING,
    BEGUN,
    SIGNED
  }

  /**
   * The steps of the ceremony.
   *
   * <p>Held at the first statement that begins with {@code then} after one that begins with {@code
   * after}: before the database has it, or, where {@code committed}, once it has carried it out.
   */
  private enum Kill {
    WHILE_THE_RECORD_IS_FROZEN("insert into signing_ceremony", "commit", false, Left.NOTHING),
    ONCE_THE_RECORD_IS_FROZEN("insert into signing_ceremony", "commit", true, Left.BEGUN),
    ONCE_THE_PLATFORM_HAS_SIGNED("", "insert into identity_key_set", false, Left.BEGUN),
    ONCE_THE_SIGNATURE_IS_STORED(
        "insert into electronic_signature", "update batch_sheet", false, Left.BEGUN),
    ONCE_THE_ACT_IS_CARRIED_OUT("update batch_sheet", "insert into audit_entry", false, Left.BEGUN),
    ONCE_THE_ENTRY_IS_WRITTEN("update batch_sheet", "commit", false, Left.BEGUN),
    ONCE_ALL_OF_IT_IS_COMMITTED("update batch_sheet", "commit", true, Left.SIGNED),
    // Third in time; last here, as all others wait while one asks for the provider's events.
    ONCE_THE_IDENTITY_IS_PROVED("commit", "select max(at) from identity_event", false, Left.BEGUN);

    final String after;
    final String then;
    final boolean committed;
    final Left left;

    Kill(String after, String then, boolean committed, Left left) {
      this.after = after;
      this.then = then;
      this.committed = committed;
      this.left = left;
    }
  }

  private static Predicate<String> first(String then, String after) {
    boolean[] passed = {after.isEmpty()};
    return statement -> {
      boolean now = passed[0] && statement.startsWith(then);
      passed[0] |= statement.startsWith(after);
      return now;
    };
  }

  /** A platform in a process of its own, waiting for orders. */
  private static final class Victim {

    private final DatabaseWire wire;
    private final Process process;
    private final BufferedReader said;

    Victim(TestPlatform first) throws IOException {
      wire = new DatabaseWire(first.database());
      process =
          JavaProcess.start(
              KilledCeremony.class,
              wire.url(first.database()),
              first.pki().folder().toString(),
              first.mirror().toString());
      said = process.inputReader();
    }

    void awaitStart() throws IOException {
      assertEquals("ready", said.readLine());
    }

    void tell(String order) throws IOException {
      process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    void holdWhile(String order, Predicate<String> at, boolean committed) throws Exception {
      wire.hold(at, committed);
      tell(order);
      assertTrue(wire.isHeld(), order + " came to its end");
    }

    void kill() throws InterruptedException {
      assertEquals(KILLED, process.destroyForcibly().waitFor());
      wire.close();
    }
  }

  @Test
  @Verifies({"URS-150", "URS-169"})
  void aCeremonyKilledBetweenAnyTwoStepsIsWholeOrCanBeBegunAgain() throws Exception {
    TestPlatform first =
        TestPlatform.builder().with(AcceptBatchSheet.class).withoutWorker().start();
    for (int sheet = 0; sheet <= IN_PEACE; sheet++) {
      Trails.draft(first, sheet, TestPlatform.QA);
    }
    first.close();

    Victim one = new Victim(first);
    Victim two = new Victim(first);
    Victim three = new Victim(first);
    one.awaitStart();
    one.tell("sign " + IN_PEACE);
    assertTrue(one.said.readLine().startsWith("Signed"));
    for (Kill kill : Kill.values()) {
      one.holdWhile("sign " + kill.ordinal(), first(kill.then, kill.after), kill.committed);
    }
    // And the log's worker, between an entry's place and the end of its transaction.
    one.holdWhile("place", first("commit", "insert into log_checkpoint"), false);
    one.kill();
    for (Kill kill : Kill.values()) {
      assertLeft(first.database(), kill);
    }
    assertEquals(0, first.database().count("audit_position"));

    two.awaitStart();
    two.holdWhile("place", first("commit", "insert into log_checkpoint"), true);
    two.kill();
    assertEquals(0, first.database().count("audit_unsequenced"));
    assertFalse(Files.exists(first.mirror().resolve("checkpoint")), "placed and not yet copied");

    three.awaitStart();
    three.holdWhile("place", first("select size, token, at from log_time", ""), false);
    three.kill();
    assertTrue(Files.exists(first.mirror().resolve("checkpoint")), "copied and not yet stamped");
    assertEquals(0, first.database().count("log_time_stamp"));

    try (TestPlatform last =
        TestPlatform.builder()
            .restarting(first)
            .with(AcceptBatchSheet.class)
            .presetting(SIGNERS)
            .withoutWorker()
            .start()) {
      assertEveryoneSignsAndAllIsOnceInTheLog(last);
    }
  }

  /** All of the signature or nothing of it: in sheet, signature, trail and ceremony alike. */
  private static void assertLeft(TestDatabase database, Kill kill) {
    String number = "'BS-" + kill.ordinal() + "'";
    String found =
        database.answer(
            "select (select state from batch_sheet where number = "
                + number
                + ") || (select ' ' || count(*) from electronic_signature where record_id = "
                + number
                + ") || (select ' ' || count(*) from audit_entry where event ="
                + " 'BATCH_SHEET_SIGNED' and record_id = "
                + number
                + ") || (select ' ' || coalesce(string_agg(state, ','), '') from signing_ceremony"
                + " where record_id = "
                + number
                + ")");
    assertEquals(
        switch (kill.left) {
          case NOTHING -> "OPEN 0 0 ";
          case BEGUN -> "OPEN 0 0 OPEN";
          case SIGNED -> "ACCEPTED 1 1 SIGNED";
        },
        found,
        kill.name());
  }

  private static void assertEveryoneSignsAndAllIsOnceInTheLog(TestPlatform last) {
    last.get(AcceptBatchSheet.class).signDetails(Map.of());
    for (Kill kill : Kill.values()) {
      if (kill.left != Left.SIGNED) {
        assertInstanceOf(
            SigningOutcome.Signed.class, KilledCeremony.sign(last, kill.ordinal()), kill.name());
      }
    }
    assertTrue(Sequencers.workOnce(last));
    assertEquals(0, last.database().count("audit_unsequenced"));
    assertEquals(SIGNERS.length, last.database().count("electronic_signature"));
    assertEquals(
        String.valueOf(SIGNERS.length),
        last.database()
            .answer(
                "select count(*) from electronic_signature s join audit_position p on p.entry_id ="
                    + " s.audit_entry_id"));
    for (String number :
        last.database()
            .answer("select string_agg(number, ' ') from electronic_signature")
            .split(" ")) {
      assertTrue(
          last.get(VerifySignature.class).numbered(number).orElseThrow().isAccepted(), number);
    }
    Proof proof = Sequencers.wholeLog(last);
    assertTrue(proof.holds(), proof.lines().toString());
  }
}
