package io.veritwin.ledger.command;

import io.veritwin.ledger.bundle.Bundle;
import io.veritwin.ledger.bundle.Bundle.TimeStamp;
import io.veritwin.ledger.bundle.BundleVerifier;
import io.veritwin.ledger.bundle.BundleVerifier.BundleVerification;
import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.timestamp.TimeStampAnchors;
import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.ledger.verify.Finding;
import io.veritwin.ledger.verify.LogVerification;
import io.veritwin.ledger.verify.LogVerifier;
import io.veritwin.ledger.witness.Witness;
import io.veritwin.ledger.witness.WitnessServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The command-line program of the ledger. Exit status: 0 everything holds, 1 refused (something is
 * altered, missing or unreadable), 2 the command was not understood.
 */
public final class LedgerCommand {

  private static final int HOLDS = 0;
  private static final int REFUSED = 1;
  private static final int USAGE = 2;

  private static final String HELP =
      """
      Usage:
        veritwin-ledger log DIR N
            Appends N sample entries to the sample log in DIR (made if it does not exist).
        veritwin-ledger verify DIR [--older CHECKPOINT] [--vkey FILE] [--tsa FILE]
            Hashes the contents of every entry again and names what is altered, missing,
            reordered or rolled back.
        veritwin-ledger verify BUNDLE [--vkey FILE] [--tsa FILE]
            Verifies an exported bundle (zip file or folder).
        veritwin-ledger bundle DIR OUT INDEX... [--vkey FILE] [--tsa FILE]
            Exports entries with their proofs to OUT (zip file if it ends in .zip, else folder).
            With --tsa the proofs lead to the newest time-stamped checkpoint.
        veritwin-ledger witness DIR PORT --vkey FILE --name NAME [--listen ADDRESS]
            Runs a witness of the log whose public key is in FILE, until it is ended: keeps the
            newest checkpoint in DIR and cosigns only one that goes on from it. Meant for another
            host than the log's; its own public key is written to DIR/witness-vkey.
      Options:
        --older CHECKPOINT  a checkpoint of the same log kept from earlier
        --vkey FILE         the log's public key, got another way than the log
        --tsa FILE          certificates of time-stamp authorities you trust, PEM
        --name NAME         the witness's name, for example witness.example/site-1
        --listen ADDRESS    where the witness listens; without it on this machine only
      Exit status: 0 everything holds, 1 refused, 2 the command was not understood.
      """;

  private final PrintStream out;

  LedgerCommand(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(new LedgerCommand(out).run(List.of(arguments)));
  }

  /** Runs one command; returns the exit status. */
  int run(List<String> arguments) {
    try {
      Arguments read = Arguments.of(arguments);
      return switch (read.command()) {
        case "log" -> log(read);
        case "verify" -> verify(read);
        case "bundle" -> bundle(read);
        case "witness" -> witness(read);
        default -> throw new UsageException("There is no command \"" + read.command() + "\".");
      };
    } catch (UsageException e) {
      out.println(e.getMessage());
      out.print(HELP);
      return USAGE;
    } catch (IOException e) {
      out.println("Refused. " + words(e));
      return REFUSED;
    }
  }

  private int log(Arguments arguments) throws IOException, UsageException {
    arguments.require(2, Set.of());
    long count = number(arguments.operands().get(1), "the number of entries");
    Path folder = path(arguments.operands().get(0));
    SignedCheckpoint head = SampleLog.append(folder, count);
    out.println(
        count
            + " sample entries were appended to the log in "
            + folder
            + "; it now has "
            + head.size()
            + " entries.");
    return HOLDS;
  }

  private int verify(Arguments arguments) throws IOException, UsageException {
    arguments.require(1, Set.of("--older", "--vkey", "--tsa"));
    Path path = path(arguments.operands().get(0));
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (BundleVerifier.isBundle(path)) {
      if (arguments.options().containsKey("--older")) {
        throw new UsageException("A bundle cannot be compared with an older checkpoint.");
      }
      return verifyBundle(path, arguments);
    }
    return verifyLog(new LogFolder(path), arguments);
  }

  private int verifyLog(LogFolder log, Arguments arguments) throws IOException, UsageException {
    Optional<Path> keyFile = arguments.file("--vkey");
    LogVerifierKey key = key(keyFile.orElse(log.path().resolve(LogFolder.VERIFIER_KEY)));
    Optional<Path> olderFile = arguments.file("--older");
    Optional<byte[]> older =
        olderFile.isPresent() ? Optional.of(Files.readAllBytes(olderFile.get())) : Optional.empty();
    LogVerification result = LogVerifier.verify(log, key, older, anchors(arguments));
    List<String> wrong =
        new ArrayList<>(result.findings().stream().map(Finding::sentence).toList());
    List<String> notes = new ArrayList<>(result.notes());
    if (keyFile.isEmpty()) {
      notes.add(
          "Checked with the key that lies beside the log. Compare it with the key you got another"
              + " way: "
              + key);
    }
    if (result.more()) {
      wrong.add("There is more that is wrong; the list was cut here.");
    }
    return report(
        wrong,
        notes,
        "The log holds: "
            + result.entries()
            + " entries were hashed again and lead to the signed root"
            + (older.isPresent() ? ", and the log goes on from the older checkpoint." : "."),
        "the log in " + log.path());
  }

  private int verifyBundle(Path path, Arguments arguments) throws IOException, UsageException {
    Optional<Path> keyFile = arguments.file("--vkey");
    Optional<LogVerifierKey> key =
        keyFile.isPresent() ? Optional.of(key(keyFile.get())) : Optional.empty();
    BundleVerification result;
    try {
      result = BundleVerifier.verify(path, key, anchors(arguments));
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(path + " cannot be read as a bundle: " + e.getMessage() + ".", e);
    }
    List<String> notes = new ArrayList<>(result.notes());
    result.time().ifPresent(time -> notes.add("The checkpoint existed at " + time + "."));
    return report(
        result.findings().stream().map(Finding::sentence).toList(),
        notes,
        "The bundle holds: "
            + result.entries()
            + (result.entries() == 1 ? " entry is" : " entries are")
            + " proven to be in the log.",
        "the bundle " + path);
  }

  private int report(List<String> wrong, List<String> notes, String holds, String what) {
    wrong.forEach(out::println);
    notes.forEach(note -> out.println("Note: " + note));
    out.println(
        wrong.isEmpty()
            ? holds
            : "Refused: "
                + what
                + " does not hold ("
                + wrong.size()
                + (wrong.size() == 1 ? " finding)." : " findings)."));
    return wrong.isEmpty() ? HOLDS : REFUSED;
  }

  private int bundle(Arguments arguments) throws IOException, UsageException {
    arguments.requireAtLeast(3, Set.of("--vkey", "--tsa"));
    Path folder = path(arguments.operands().get(0));
    Path to = path(arguments.operands().get(1));
    List<Long> indexes = new ArrayList<>();
    for (String operand : arguments.operands().subList(2, arguments.operands().size())) {
      indexes.add(number(operand, "an entry's index"));
    }
    if (Files.exists(to)) {
      throw new IOException(to + " exists already; a bundle is never written over something.");
    }
    LogFolder log = new LogFolder(folder);
    LogVerifierKey key =
        key(arguments.file("--vkey").orElse(folder.resolve(LogFolder.VERIFIER_KEY)));
    Optional<TimeStampedCheckpoint> stamped =
        arguments.file("--tsa").isPresent() ? log.timeStamped() : Optional.empty();
    byte[] note =
        stamped.isPresent()
            ? stamped.get().note()
            : log.checkpoint()
                .orElseThrow(
                    () -> new NoSuchFileException(folder.resolve("checkpoint").toString()));
    Verdict<SignedCheckpoint> head = key.open(note);
    if (head.refusal().isPresent()) {
      throw new IOException(head.refusal().get());
    }
    for (long index : indexes) {
      if (index >= head.orThrow().size()) {
        throw new IOException(
            "The log has no entry "
                + index
                + (stamped.isPresent() ? " under its time-stamped checkpoint" : "")
                + "; it has "
                + head.orThrow().size()
                + " entries.");
      }
    }
    Optional<TimeStamp> timeStamp = Optional.empty();
    if (stamped.isPresent()) {
      byte[] authorities = Files.readAllBytes(arguments.file("--tsa").orElseThrow());
      timeStamp = Optional.of(new TimeStamp(stamped.get().stamp(), authorities));
    }
    Bundle.of(log, head.orThrow(), key, indexes, timeStamp).write(to);
    out.println(indexes.size() + " entries with their proofs were written to " + to + ".");
    return HOLDS;
  }

  private int witness(Arguments arguments) throws IOException, UsageException {
    arguments.require(2, Set.of("--vkey", "--name", "--listen"));
    Optional<Path> keyFile = arguments.file("--vkey");
    String name = arguments.options().get("--name");
    long port = number(arguments.operands().get(1), "a port");
    if (keyFile.isEmpty() || name == null || name.matches(".*[\\s+].*") || port > 65535) {
      throw new UsageException("A witness needs --vkey, --name without spaces, and a port.");
    }
    Witness witness =
        Witness.open(
            path(arguments.operands().get(0)),
            name,
            key(keyFile.get()),
            Clock.systemUTC(),
            new SecureRandom());
    String listen = arguments.options().getOrDefault("--listen", "127.0.0.1");
    try (WitnessServer server =
        WitnessServer.start(witness, new InetSocketAddress(listen, (int) port))) {
      out.println("The witness listens at http://" + listen + ":" + server.port() + "/");
      out.println("Its public key is " + witness.verifierKey());
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return HOLDS;
  }

  private static LogVerifierKey key(Path file) throws IOException {
    Verdict<LogVerifierKey> key = LogVerifierKey.parse(Files.readString(file));
    if (key.refusal().isPresent()) {
      throw new IOException(file + ": " + key.refusal().get());
    }
    return key.orThrow();
  }

  private static Optional<List<X509Certificate>> anchors(Arguments arguments)
      throws IOException, UsageException {
    Optional<Path> file = arguments.file("--tsa");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Verdict<List<X509Certificate>> anchors = TimeStampAnchors.parse(Files.readAllBytes(file.get()));
    if (anchors.refusal().isPresent()) {
      throw new IOException(file.get() + ": " + anchors.refusal().get());
    }
    return Optional.of(anchors.orThrow());
  }

  private static long number(String text, String what) throws UsageException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new UsageException("\"" + text + "\" is not " + what + ".");
    }
    return Long.parseLong(text);
  }

  private static Path path(String text) throws UsageException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException("\"" + text + "\" is not a path.");
    }
  }

  private static String words(IOException problem) {
    if (problem instanceof NoSuchFileException missing) {
      return missing.getFile() + " is not there.";
    }
    if (problem instanceof AccessDeniedException denied) {
      return denied.getFile() + " cannot be read or written: access is denied.";
    }
    return problem.getMessage();
  }

  /** The command was not understood. */
  private static final class UsageException extends Exception {
    UsageException(String message) {
      super(message);
    }
  }

  /** Command, operands and options with a value. */
  private record Arguments(String command, List<String> operands, Map<String, String> options) {

    static Arguments of(List<String> arguments) throws UsageException {
      if (arguments.isEmpty()) {
        throw new UsageException("A command is missing.");
      }
      List<String> operands = new ArrayList<>();
      Map<String, String> options = new HashMap<>();
      for (int i = 1; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        if (!argument.startsWith("--")) {
          operands.add(argument);
        } else if (i + 1 == arguments.size()) {
          throw new UsageException("The option " + argument + " needs a value.");
        } else if (options.put(argument, arguments.get(++i)) != null) {
          throw new UsageException("The option " + argument + " is given twice.");
        }
      }
      return new Arguments(arguments.get(0), operands, options);
    }

    void require(int count, Set<String> allowed) throws UsageException {
      requireAtLeast(count, allowed);
      if (operands.size() > count) {
        throw new UsageException("\"" + operands.get(count) + "\" is too much.");
      }
    }

    void requireAtLeast(int count, Set<String> allowed) throws UsageException {
      if (operands.size() < count) {
        throw new UsageException("The command " + command + " needs more words.");
      }
      for (String option : options.keySet()) {
        if (!allowed.contains(option)) {
          throw new UsageException("The command " + command + " has no option " + option + ".");
        }
      }
    }

    Optional<Path> file(String option) throws UsageException {
      String value = options.get(option);
      return value == null ? Optional.empty() : Optional.of(path(value));
    }
  }
}
