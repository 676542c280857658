package io.veritwin.records.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.veritwin.records.keys.TestAuthority;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.signature.AcceptBatchSheet;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.trail.Receipts;
import io.veritwin.records.watch.Alarm;
import io.veritwin.records.watch.SiteAlarms;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The log of a site whose time stamps come from an authority elsewhere, which may be slow or away.
 */
class TimeStampAuthorityTest {

  private static final String ACT = "accept-batch-sheet";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestPlatform platform;
  private HttpServer server;
  private CountDownLatch answers = new CountDownLatch(0);

  @BeforeEach
  void start() throws IOException {
    platform = TestPlatform.builder().with(AcceptBatchSheet.class).withoutWorker().start();
    startAuthority(0);
    System.setProperty("veritwin.tsa.url", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    System.clearProperty("veritwin.tsa.url");
    answers.countDown();
    server.stop(0);
    platform.close();
    threads.shutdown();
  }

  private void startAuthority(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] question = exchange.getRequestBody().readAllBytes();
      answers.await();
      byte[] answer = TestAuthority.answer(platform, question);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitStamps(int number) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (platform.database().count("log_time_stamp") < number && System.nanoTime() < end) {
      assertTrue(platform.get(Sequencer.class).workOnce());
      Thread.sleep(20);
    }
    assertEquals(number, platform.database().count("log_time_stamp"));
  }

  private List<String> alarms() {
    return platform.get(SiteAlarms.class).standing().stream().map(Alarm::rule).toList();
  }

  @Test
  @Verifies({"URS-131", "URS-157"})
  void theLogGoesOnWhileTheAuthorityTakesItsTime() throws Exception {
    answers = new CountDownLatch(1);
    for (int number = 1; number <= 3; number++) {
      long entry = Trails.note(platform, number);
      assertTrue(platform.get(Sequencer.class).workOnce());
      assertTrue(platform.get(Receipts.class).find(entry).isPresent());
    }
    assertEquals(0, platform.database().count("log_time_stamp"));
    assertEquals(List.of(), alarms());
    answers.countDown();
    awaitStamps(1);
    assertTrue(platform.get(VerifyLog.class).proveWholeLog().holds());
  }

  @Test
  @Verifies({"URS-131", "URS-157", "URS-114"})
  void withoutTheAuthorityTheLogGoesOnAndNothingIsSigned() throws Exception {
    int port = server.getAddress().getPort();
    server.stop(0);
    Trails.draft(platform, 1, TestPlatform.OPERATOR);
    while (!alarms().contains("LOG-12")) {
      assertTrue(platform.get(Sequencer.class).workOnce());
      Thread.sleep(20);
    }
    Alarm alarm = platform.get(SiteAlarms.class).standing().get(0);
    assertFalse(alarm.stopsActs());
    assertEquals(
        "The newest entries of the log have no time stamp: the time-stamp authority http://127.0.0.1:%d cannot be reached (ConnectException). The authority is asked again every 10 s; nothing can be signed until it answers."
            .formatted(port),
        alarm.sentence());
    PersonSigning person = new PersonSigning(platform);
    SigningOutcome.Refused refused =
        assertInstanceOf(
            SigningOutcome.Refused.class,
            person.sign(ACT, "BS-1", TestPlatform.OPERATOR, Map.of()));
    assertEquals("SIG-49", refused.reasons().get(0).rule());
    startAuthority(port);
    platform.clock().goAhead(Duration.ofSeconds(11));
    awaitStamps(1);
    assertEquals(List.of(), alarms());
    assertInstanceOf(
        SigningOutcome.Signed.class, person.sign(ACT, "BS-1", TestPlatform.OPERATOR, Map.of()));
  }
}
