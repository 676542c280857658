package io.veritwin.records.identity;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * From where the act on this thread comes, as the trail prints it: "192.0.2.17". The {@code ui}
 * module says so for the length of a request; background work has no request and acts from the
 * server. Kept by thread and not by CDI's request, which answers background work with an exception
 * that costs more than the entry.
 */
@ApplicationScoped
public class Origin {

  private static final String SERVER = "server";

  private final ThreadLocal<String> ofThisThread = ThreadLocal.withInitial(() -> SERVER);

  /** A request from {@code address} begins on this thread. */
  public void requestFrom(String address) {
    ofThisThread.set(address);
  }

  /** The request on this thread has ended. */
  public void requestEnded() {
    ofThisThread.remove();
  }

  /** The origin in words. */
  public String words() {
    return ofThisThread.get();
  }
}
