package io.veritwin.simulator.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A TCP cable between client and plant that a test can cut: what is sent into a cut direction waits
 * and arrives when the cable is mended, as with a pulled plug.
 */
public final class CuttableCable implements AutoCloseable {

  private final ServerSocket listener;
  private final int plantPort;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Object gate = new Object();
  private boolean cutToPlant;
  private boolean cutFromPlant;

  /** A cable whose near end is {@code port} of this host. */
  public CuttableCable(int port, int plantPort) {
    this.plantPort = plantPort;
    try {
      listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    thread(this::accept);
  }

  /** Cuts it in one direction or both. */
  public void cut(boolean toPlant, boolean fromPlant) {
    synchronized (gate) {
      cutToPlant = toPlant;
      cutFromPlant = fromPlant;
      gate.notifyAll();
    }
  }

  /** Tears it while it is cut: what waits in it never arrives. */
  public void tear() {
    try {
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    sockets.clear();
  }

  public void mend() {
    cut(false, false);
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        Socket plant = new Socket(InetAddress.getLoopbackAddress(), plantPort);
        sockets.add(client);
        sockets.add(plant);
        thread(() -> carry(client, plant, true));
        thread(() -> carry(plant, client, false));
      }
    } catch (IOException closed) {
      close();
    }
  }

  private void carry(Socket from, Socket to, boolean towardsPlant) {
    byte[] buffer = new byte[65536];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n; (n = in.read(buffer)) >= 0; ) {
        synchronized (gate) {
          while (towardsPlant ? cutToPlant : cutFromPlant) {
            gate.wait();
          }
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException | InterruptedException ended) {
      // One side hung up; the other is closed with it.
      return;
    }
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task, "cable");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    mend();
    try {
      listener.close();
      tear();
    } catch (IOException | UncheckedIOException ignored) {
      // A test is over; there is nobody left to tell.
      return;
    }
  }
}
