package io.veritwin.ui.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.log.MerkleLog;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the page's own proof module in a real browser against receipts of a real log. Nothing of the
 * server takes part in the verdict.
 */
class ProofInTheBrowserTest {

  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final int ENTRIES = 700;
  private static final int INDEX = 437;

  @TempDir Path folder;

  private String leaf;
  private String leafHash;
  private String proof;
  private String key;
  private String otherKey;

  @BeforeEach
  void aLogOfSevenHundredEntries() throws IOException {
    LogKey logKey = LogKey.create("veritwin.example/log", new SecureRandom());
    otherKey = LogKey.create("veritwin.example/log", new SecureRandom()).verifierKey().toString();
    key = logKey.verifierKey().toString();
    try (LogDirectory directory = LogDirectory.open(Files.createDirectory(folder.resolve("log")))) {
      MerkleLog log = MerkleLog.open(directory, logKey);
      List<byte[]> entries = new ArrayList<>();
      for (int i = 0; i < ENTRIES; i++) {
        entries.add(entry(i).getBytes(StandardCharsets.UTF_8));
      }
      log.append(entries);
      byte[] bytes = entries.get(INDEX);
      leaf = Base64.getEncoder().encodeToString(bytes);
      leafHash =
          HexFormat.of()
              .formatHex(Base64.getDecoder().decode(new TreeHasher().leaf(bytes).base64()));
      proof = log.receipt(INDEX).text();
    }
  }

  private static String entry(int i) {
    return "{\"entry\":" + i + ",\"unit\":\"BR-204\",\"words\":\"Fütterung geändert\"}";
  }

  @Test
  @Verifies("URS-507")
  void anEntryThatStandsAsWrittenIsShownSo() throws Exception {
    assertEquals("true true true", verdict(leaf, proof, key));
  }

  @Test
  @Verifies("URS-507")
  void anAlteredEntryIsFoundTwice() throws Exception {
    byte[] altered = Base64.getDecoder().decode(leaf);
    altered[10] ^= 1;
    assertEquals(
        "false false true", verdict(Base64.getEncoder().encodeToString(altered), proof, key));
  }

  @Test
  @Verifies("URS-507")
  void aProofForAnotherPlaceIsFound() throws Exception {
    String moved = proof.replace("index " + INDEX, "index " + (INDEX + 1));
    assertEquals("true false true", verdict(leaf, moved, key));
  }

  @Test
  @Verifies("URS-507")
  void aCheckpointSignedByAnotherKeyIsFound() throws Exception {
    assertEquals("true true false", verdict(leaf, proof, otherKey));
  }

  private String verdict(String leafBase64, String proofText, String vkey) throws Exception {
    String browser = BROWSERS.stream().filter(b -> Files.exists(Path.of(b))).findFirst().orElse("");
    assumeTrue(!browser.isEmpty(), "no browser is installed, so nothing was executed");
    String page =
        """
        <!DOCTYPE html><html><body><p id="verdict">not run</p><script type="module">
        import { check } from "/proof.js";
        const text = (base64) => new TextDecoder().decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
        const evidence = { entry: 437, leafHash: "%s", leaf: "%s", proof: text("%s") };
        const result = await check(evidence, null, "%s");
        document.getElementById("verdict").textContent = "[" + result.lines.map((l) => l.holds).join(" ") + "]";
        </script></body></html>
        """
            .formatted(
                leafHash,
                leafBase64,
                Base64.getEncoder().encodeToString(proofText.getBytes(StandardCharsets.UTF_8)),
                vkey);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Map<String, byte[]> served =
        Map.of(
            "/", page.getBytes(StandardCharsets.UTF_8),
            "/proof.js", Files.readAllBytes(Path.of("src/main/webapp/resources/js/proof.js")));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = served.getOrDefault(exchange.getRequestURI().getPath(), new byte[0]);
          boolean script = exchange.getRequestURI().getPath().endsWith(".js");
          exchange
              .getResponseHeaders()
              .set("Content-Type", script ? "text/javascript" : "text/html");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      return dump(browser, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    } finally {
      server.stop(0);
    }
  }

  private String dump(String browser, String address) throws IOException, InterruptedException {
    Path out = folder.resolve("dom.html");
    Process process =
        new ProcessBuilder(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--user-data-dir=" + folder.resolve("profile"),
                "--timeout=8000",
                "--virtual-time-budget=6000",
                "--dump-dom",
                address)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the browser answers within a minute");
    String dom = Files.readString(out);
    int from = dom.indexOf('[', dom.indexOf("id=\"verdict\""));
    assertTrue(from > 0, () -> "the page computed a verdict: " + dom);
    return dom.substring(from + 1, dom.indexOf(']', from));
  }
}
