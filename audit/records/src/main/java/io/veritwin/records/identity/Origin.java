package io.veritwin.records.identity;

import jakarta.enterprise.context.RequestScoped;

/**
 * From where the current request comes, as the trail prints it: "192.0.2.17". The {@code ui} module
 * sets it once per request; background work has none and acts from the server.
 */
@RequestScoped
public class Origin {

  /** Where an act comes from that no request caused. */
  public static final String SERVER = "server";

  private String words = SERVER;

  /** Names the origin of this request. */
  public void comesFrom(String address) {
    this.words = address;
  }

  /** The origin in words. */
  public String words() {
    return words;
  }
}
