package io.veritwin.ledger.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A witness that answers by HTTP at {@code /add-checkpoint}. Requests and answers are signed, so
 * they need no encryption; whoever alters one only makes it be refused.
 */
public final class WitnessServer implements AutoCloseable {

  /** A checkpoint with its longest proof has some 4 KiB. */
  private static final int LONGEST = 64 * 1024;

  private final Witness witness;
  private final HttpServer server;

  private WitnessServer(Witness witness, HttpServer server) {
    this.witness = witness;
    this.server = server;
  }

  public static WitnessServer start(Witness witness, InetSocketAddress address) throws IOException {
    HttpServer http = HttpServer.create(address, 0);
    WitnessServer server = new WitnessServer(witness, http);
    http.createContext("/add-checkpoint", server::answer);
    http.start();
    return server;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readNBytes(LONGEST);
      Witness.Answer answer =
          exchange.getRequestMethod().equals("POST")
              ? witness.add(request)
              : new Witness.Answer(405, "Only POST is answered.\n");
      exchange
          .getResponseHeaders()
          .set("Content-Type", answer.status() == 409 ? "text/x.tlog.size" : "text/plain");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
