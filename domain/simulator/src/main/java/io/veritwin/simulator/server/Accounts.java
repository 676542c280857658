package io.veritwin.simulator.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/**
 * The accounts of the plant's server. {@link #PLATFORM} may read everything and write setpoints;
 * {@link #ENGINEERING} may also command units and ask for faults; nobody else may do anything.
 */
public record Accounts(Map<String, String> passwords) {

  /** The account of the platform. */
  public static final String PLATFORM = "veritwin";

  /** The account of an independent client. */
  public static final String ENGINEERING = "engineer-station";

  public Accounts {
    passwords = Map.copyOf(passwords);
    passwords.forEach(
        (user, password) -> {
          if (!user.equals(PLATFORM) && !user.equals(ENGINEERING)) {
            throw new IllegalArgumentException("the plant's server has no account " + user);
          }
          if (password.isBlank()) {
            throw new IllegalArgumentException("account " + user + " needs a password");
          }
        });
  }

  boolean accept(String user, String password) {
    String expected = passwords.get(user);
    return expected != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
  }
}
