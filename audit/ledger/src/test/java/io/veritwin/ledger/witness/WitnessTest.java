package io.veritwin.ledger.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.checkpoint.WitnessVerifierKey;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.log.MerkleLog;
import io.veritwin.ledger.tree.TileTree;
import io.veritwin.validation.evidence.Verifies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The independent copy of the checkpoints, C2SP tlog-witness. */
class WitnessTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final LogKey LOG = LogKey.create("site.example/log", new SecureRandom());

  @TempDir Path folder;
  private Witness witness;

  @BeforeEach
  void open() throws IOException {
    witness = witness();
  }

  private Witness witness() throws IOException {
    return Witness.open(
        folder.resolve("witness"),
        "witness.example/one",
        LOG.verifierKey(),
        Clock.fixed(NOON, ZoneOffset.UTC),
        new SecureRandom());
  }

  private static List<byte[]> entries(String kind, int from, int to) {
    List<byte[]> entries = new ArrayList<>();
    for (int i = from; i < to; i++) {
      entries.add((kind + i).getBytes(StandardCharsets.UTF_8));
    }
    return entries;
  }

  /** A log of {@code before} + {@code after} entries; asks from the first part to the whole. */
  private WitnessRequest growth(String name, String kind, int before, int after)
      throws IOException {
    try (LogDirectory directory = LogDirectory.open(folder.resolve(name))) {
      MerkleLog log = MerkleLog.open(directory, LOG);
      if (log.size() == 0) {
        log.append(entries(kind, 0, before));
      }
      SignedCheckpoint next = log.append(entries(kind, before, before + after));
      return new WitnessRequest(
          before, new TileTree(directory, next.size()).consistencyProof(before), next.text());
    }
  }

  private WitnessRequest first(String name, String kind, int size) throws IOException {
    try (LogDirectory directory = LogDirectory.open(folder.resolve(name))) {
      return new WitnessRequest(
          0, List.of(), MerkleLog.open(directory, LOG).append(entries(kind, 0, size)).text());
    }
  }

  private SignedCheckpoint signed(WitnessRequest request) {
    return LOG.verifierKey().open(request.checkpoint().getBytes(StandardCharsets.UTF_8)).orThrow();
  }

  @Test
  @Verifies("URS-119")
  void aLogThatGoesOnIsCosignedAndTheLineStandsBelowTheCheckpoint() throws IOException {
    WitnessRequest five = first("log", "a", 5);
    Witness.Answer answer = witness.add(five.bytes());
    assertEquals(200, answer.status(), answer.body());
    WitnessVerifierKey key = WitnessVerifierKey.parse(witness.verifierKey().toString()).orThrow();
    SignedCheckpoint cosigned = key.attach(signed(five), answer.body()).orThrow();
    assertEquals(NOON, key.cosignedAt(cosigned).orThrow());
    assertFalse(key.cosignedAt(signed(five)).isAccepted(), "nobody has cosigned that one");
    // The log's own verifier leaves the witness's line alone.
    assertEquals(5, LOG.verifierKey().open(cosigned.note()).orThrow().size());
    assertEquals(200, witness().add(growth("log", "a", 5, 300).bytes()).status());
  }

  // The attacks of an administrator who holds the log's own key.
  @Test
  @Verifies("URS-119")
  void aLogThatWasRolledBackOrRewrittenIsNotCosigned() throws IOException {
    witness.add(first("log", "a", 9).bytes());
    Witness.Answer back = witness.add(first("shorter", "a", 7).bytes());
    assertEquals(409, back.status());
    assertEquals("9\n", back.body());
    Witness.Answer forked = witness.add(growth("fork", "b", 9, 3).bytes());
    assertEquals(422, forked.status(), forked.body());
    WitnessRequest noProof = growth("log", "a", 9, 3);
    assertEquals(
        422, witness.add(new WitnessRequest(9, List.of(), noProof.checkpoint()).bytes()).status());
    assertEquals(200, witness.add(noProof.bytes()).status(), "it still knows the true one");
  }

  @Test
  @Verifies("URS-119")
  void whatIsNotTheLogsOrMalformedIsRefusedAndNothingIsKept() throws IOException {
    WitnessRequest five = first("log", "a", 5);
    assertEquals(
        403,
        witness
            .add(
                new WitnessRequest(0, List.of(), five.checkpoint().replaceFirst("\n5\n", "\n6\n"))
                    .bytes())
            .status());
    for (String body : new String[] {"", "old\n\n", "old 05\n\nx", "old 0\nno hash\n\nx"}) {
      assertEquals(400, witness.add(body.getBytes(StandardCharsets.UTF_8)).status(), body);
    }
    assertEquals(
        400, witness.add(new WitnessRequest(9, List.of(), five.checkpoint()).bytes()).status());
    assertFalse(Files.exists(folder.resolve("witness/checkpoint")));
    assertEquals(200, witness.add(five.bytes()).status());
  }

  @Test
  @Verifies("URS-119")
  void everyFlippedBitOfACosignatureIsRefused() throws IOException {
    WitnessRequest five = first("log", "a", 5);
    String line = witness.add(five.bytes()).body();
    byte[] bytes = Base64.getDecoder().decode(line.strip().split(" ")[2]);
    WitnessVerifierKey key = witness.verifierKey();
    for (int i = 0; i < bytes.length; i++) {
      byte[] altered = bytes.clone();
      altered[i] ^= 1;
      String forged = "— witness.example/one " + Base64.getEncoder().encodeToString(altered) + "\n";
      assertFalse(key.attach(signed(five), forged).isAccepted(), "byte " + i);
    }
    assertTrue(key.attach(signed(five), line).isAccepted());
  }

  /** Openssl as judge of what is signed: time and text in the form of the specification. */
  @Test
  @Verifies("URS-119")
  void opensslVerifiesTheCosignature() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "no openssl here");
    WitnessRequest five = first("log", "a", 5);
    String line = witness.add(five.bytes()).body();
    byte[] bytes = Base64.getDecoder().decode(line.strip().split(" ")[2]);
    byte[] typed = Base64.getDecoder().decode(witness.verifierKey().toString().split("\\+", 3)[2]);
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(java.util.HexFormat.of().parseHex("302a300506032b6570032100"));
    der.write(typed, 1, 32);
    Files.write(folder.resolve("key.der"), der.toByteArray());
    Files.write(folder.resolve("signature"), Arrays.copyOfRange(bytes, 12, 76));
    String text = five.checkpoint().substring(0, five.checkpoint().indexOf("\n\n") + 1);
    Path message = folder.resolve("message");
    Files.writeString(message, "cosignature/v1\ntime " + NOON.getEpochSecond() + "\n" + text);
    assertEquals(0, openssl(message));
    Files.writeString(message, "cosignature/v1\ntime 0\n" + text);
    assertTrue(openssl(message) != 0);
  }

  private int openssl(Path message) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "openssl",
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-keyform",
                "DER",
                "-inkey",
                folder.resolve("key.der").toString(),
                "-sigfile",
                folder.resolve("signature").toString(),
                "-in",
                message.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return process.exitValue();
  }

  @Test
  @Verifies("URS-119")
  void theServerAnswersByHttpAsTheSpecificationSays() throws Exception {
    try (WitnessServer server =
        WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      URI address = URI.create("http://127.0.0.1:" + server.port() + "/add-checkpoint");
      HttpClient http = HttpClient.newHttpClient();
      byte[] five = first("log", "a", 5).bytes();
      HttpRequest post =
          HttpRequest.newBuilder(address)
              .POST(HttpRequest.BodyPublishers.ofByteArray(five))
              .build();
      assertTrue(
          http.send(post, HttpResponse.BodyHandlers.ofString()).body().startsWith("— witness."));
      HttpResponse<String> again = http.send(post, HttpResponse.BodyHandlers.ofString());
      assertEquals(409, again.statusCode());
      assertEquals("text/x.tlog.size", again.headers().firstValue("Content-Type").orElse(""));
      assertEquals(
          405,
          http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
              .statusCode());
    }
  }
}
