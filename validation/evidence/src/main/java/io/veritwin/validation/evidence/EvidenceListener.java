package io.veritwin.validation.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Writes one line per test that names a requirement: id, test, {@link Outcome}, reason. The file is
 * {@code target/evidence/<run>.tsv}, begun anew by each test JVM, where the run is the system
 * property {@code veritwin.evidence.run} ("tests" unless told).
 */
public final class EvidenceListener implements TestExecutionListener {

  private static final Path FILE =
      Path.of("target", "evidence", System.getProperty("veritwin.evidence.run", "tests") + ".tsv");
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    write(test, Outcome.NOT_EXECUTED, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String reason = result.getThrowable().map(Throwable::getMessage).orElse("");
    write(test, Outcome.of(result.getStatus()), reason);
  }

  private static void write(TestIdentifier test, Outcome outcome, String reason) {
    Set<String> requirements = new LinkedHashSet<>();
    String name;
    if (test.getSource().orElse(null) instanceof MethodSource source) {
      requirements.addAll(requirementsOf(source.getJavaMethod()));
      requirements.addAll(requirementsOf(source.getJavaClass()));
      name = source.getClassName() + "#" + source.getMethodName();
    } else {
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (String requirement : requirements) {
      lines.append(String.join("\t", requirement, name, outcome.name(), oneLine(reason)));
      lines.append('\n');
    }
    append(lines.toString());
  }

  private static List<String> requirementsOf(AnnotatedElement element) {
    Verifies verifies = element.getAnnotation(Verifies.class);
    return verifies == null ? List.of() : List.of(verifies.value());
  }

  private static String oneLine(String text) {
    return text == null ? "" : text.lines().findFirst().orElse("").replace('\t', ' ');
  }

  private static synchronized void append(String lines) {
    try {
      Files.createDirectories(FILE.getParent());
      if (BEGUN.compareAndSet(false, true)) {
        Files.deleteIfExists(FILE);
      }
      Files.writeString(FILE, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("evidence could not be written to " + FILE, e);
    }
  }
}
