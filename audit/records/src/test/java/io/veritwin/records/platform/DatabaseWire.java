package io.veritwin.records.platform;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The wire between a platform in a process of its own and PostgreSQL (protocol 3, section 53.7 of
 * its manual). It hears every statement and holds the one asked for, and who sent it, for ever:
 * before the database has got it, or after the database has carried it out and before anybody hears
 * so.
 */
public final class DatabaseWire implements AutoCloseable {

  private static final int SSL_REQUEST = 80877103;

  private final int database;
  private final ServerSocket server;
  private final List<Socket> open = new ArrayList<>();
  private Predicate<String> moment = statement -> false;
  private boolean carriedOut;
  private CountDownLatch held = new CountDownLatch(1);

  /** A wire to the server of this database. */
  public DatabaseWire(TestDatabase to) {
    this.database = Integer.parseInt(to.url().replaceFirst(".*:(\\d+)/.*", "$1"));
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(
        () -> {
          while (true) {
            connect(server.accept());
          }
        });
  }

  /** The database's address over this wire. */
  public String url(TestDatabase to) {
    return to.url().replaceFirst(":\\d+/", ":" + server.getLocalPort() + "/");
  }

  /**
   * From now on the first statement is held for which {@code at} says so; what is held already
   * stays held.
   *
   * @param at is asked about every statement, in lower case on one line
   * @param onlyTheAnswer true when the database gets the statement, and only its answer is held
   */
  public synchronized void hold(Predicate<String> at, boolean onlyTheAnswer) {
    moment = at;
    carriedOut = onlyTheAnswer;
    held = new CountDownLatch(1);
  }

  /** False when nothing was held within a minute. */
  public boolean isHeld() throws InterruptedException {
    return held.await(1, TimeUnit.MINUTES);
  }

  private void connect(Socket client) throws IOException {
    Socket to = new Socket(InetAddress.getLoopbackAddress(), database);
    client.setTcpNoDelay(true);
    to.setTcpNoDelay(true);
    synchronized (this) {
      open.add(client);
      open.add(to);
    }
    Conversation conversation = new Conversation(client, to);
    start(conversation::ask);
    start(conversation::answer);
  }

  private synchronized boolean isTheMoment(String statement) {
    boolean now = moment.test(statement.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT));
    if (now) {
      moment = next -> false;
    }
    return now;
  }

  /** One connection of the process. */
  private final class Conversation {

    private final Socket client;
    private final Socket to;
    private final Map<String, String> prepared = new HashMap<>();
    private volatile CountDownLatch lost;

    Conversation(Socket client, Socket to) {
      this.client = client;
      this.to = to;
    }

    /** From the process to the database. */
    private void ask() throws IOException {
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      OutputStream out = to.getOutputStream();
      int length = in.readInt();
      byte[] first = in.readNBytes(length - 4);
      out.write(message(-1, length, first));
      if (ByteBuffer.wrap(first).getInt() == SSL_REQUEST) {
        length = in.readInt();
        out.write(message(-1, length, in.readNBytes(length - 4)));
      }
      while (true) {
        int type = in.readByte();
        length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        if (isExecuted(type, body)) {
          if (!carriedOut) {
            held.countDown();
            return;
          }
          lost = held;
        }
        out.write(message(type, length, body));
      }
    }

    private boolean isExecuted(int type, byte[] body) {
      if (type == 'P') {
        prepared.put(text(body, 0), text(body, text(body, 0).length() + 1));
      }
      return type == 'Q' && isTheMoment(text(body, 0))
          || type == 'B'
              && isTheMoment(
                  prepared.getOrDefault(text(body, text(body, 0).length() + 1), "unknown"));
    }

    /** From the database to the process. */
    private void answer() throws IOException {
      DataInputStream in = new DataInputStream(new BufferedInputStream(to.getInputStream()));
      OutputStream out = client.getOutputStream();
      while (true) {
        int type = in.readByte();
        if (type == 'N' && prepared.isEmpty() && in.available() == 0) {
          // "No TLS here": a byte alone, before the conversation begins.
          out.write(type);
          continue;
        }
        int length = in.readInt();
        byte[] body = in.readNBytes(length - 4);
        if (lost != null && type == 'Z') {
          lost.countDown();
          return;
        }
        if (lost == null) {
          out.write(message(type, length, body));
        }
      }
    }
  }

  private static String text(byte[] body, int from) {
    int to = from;
    while (body[to] != 0) {
      to++;
    }
    return new String(body, from, to - from, StandardCharsets.UTF_8);
  }

  private static byte[] message(int type, int length, byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(length + 1);
    if (type >= 0) {
      all.write(type);
    }
    all.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    all.writeBytes(body);
    return all.toByteArray();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // The other side ended; nothing is left to carry.
                return;
              }
            },
            "database wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    List<Socket> all;
    synchronized (this) {
      all = List.copyOf(open);
    }
    try {
      server.close();
      for (Socket socket : all) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
