package io.veritwin.simulator;

import io.veritwin.simulator.server.Accounts;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * How the simulated plant is set up. Each value is a system property, or an argument {@code
 * name=value} that wins over it.
 *
 * @param bind {@code veritwin.simulator.bind}, address to listen at; 127.0.0.1
 * @param port {@code veritwin.simulator.port}; 4840
 * @param pki {@code veritwin.pki}, folder with plant-server.p12, ca.pem and ca.crl
 * @param pkiPassword {@code veritwin.pki.password}
 * @param accounts {@code veritwin.simulator.users}, a properties file "user=password"; or {@code
 *     veritwin.plant.password} and {@code veritwin.simulator.engineer.password}
 * @param speed {@code veritwin.simulator.speed}, process seconds per second of BR-204; 60
 * @param seed {@code veritwin.simulator.seed}; 1
 * @param state {@code veritwin.simulator.state}, the file that lets a batch survive a restart; none
 * @param replay {@code veritwin.replay}, folder of measured batches; without it there is no BR-101
 * @param replayRun {@code veritwin.replay.run}; 7
 * @param replaySpeed {@code veritwin.replay.speed}, 1 to 3600; 60
 * @param tick how often the instruments publish; {@code veritwin.simulator.tick} in ms; 1000
 */
public record SimulatorSettings(
    String bind,
    int port,
    Path pki,
    char[] pkiPassword,
    Accounts accounts,
    double speed,
    long seed,
    Optional<Path> state,
    Optional<Path> replay,
    int replayRun,
    double replaySpeed,
    Duration tick) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException when one is missing or cannot be read; the message names it
   */
  public static SimulatorSettings read(String... arguments) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("an argument is name=value, got '" + argument + "'");
      }
      given.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    return read(name -> given.getOrDefault(name, System.getProperty(name)));
  }

  private static SimulatorSettings read(UnaryOperator<String> values) {
    return new SimulatorSettings(
        text(values, "veritwin.simulator.bind", "127.0.0.1"),
        (int) number(values, "veritwin.simulator.port", 4840, 1, 65535),
        Path.of(required(values, "veritwin.pki")),
        required(values, "veritwin.pki.password").toCharArray(),
        accounts(values),
        number(values, "veritwin.simulator.speed", 60, 0.001, 3600),
        (long) number(values, "veritwin.simulator.seed", 1, 0, Long.MAX_VALUE),
        path(values, "veritwin.simulator.state"),
        path(values, "veritwin.replay"),
        (int) number(values, "veritwin.replay.run", 7, 1, 99),
        number(values, "veritwin.replay.speed", 60, 1, 3600),
        Duration.ofMillis((long) number(values, "veritwin.simulator.tick", 1000, 10, 60_000)));
  }

  private static Accounts accounts(UnaryOperator<String> values) {
    Map<String, String> passwords = new LinkedHashMap<>();
    Optional<Path> file = path(values, "veritwin.simulator.users");
    if (file.isPresent()) {
      Properties users = new Properties();
      try (Reader in = Files.newBufferedReader(file.get())) {
        users.load(in);
      } catch (IOException unreadable) {
        throw new IllegalArgumentException(
            "the users in " + file.get() + " cannot be read", unreadable);
      }
      users.stringPropertyNames().forEach(u -> passwords.put(u, users.getProperty(u)));
    } else {
      passwords.put(Accounts.PLATFORM, required(values, "veritwin.plant.password"));
      String engineer = values.apply("veritwin.simulator.engineer.password");
      if (engineer != null) {
        passwords.put(Accounts.ENGINEERING, engineer);
      }
    }
    return new Accounts(passwords);
  }

  private static Optional<Path> path(UnaryOperator<String> values, String name) {
    return Optional.ofNullable(values.apply(name)).filter(v -> !v.isBlank()).map(Path::of);
  }

  private static String text(UnaryOperator<String> values, String name, String otherwise) {
    String value = values.apply(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  private static String required(UnaryOperator<String> values, String name) {
    String value = values.apply(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("the property " + name + " is not set");
    }
    return value;
  }

  private static double number(
      UnaryOperator<String> values, String name, double otherwise, double low, double high) {
    String text = values.apply(name);
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(text);
      if (value >= low && value <= high) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(name + " is no number: '" + text + "'", notANumber);
    }
    throw new IllegalArgumentException(
        name + " lies between " + low + " and " + high + ": " + text);
  }
}
