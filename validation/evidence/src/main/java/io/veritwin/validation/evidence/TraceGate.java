package io.veritwin.validation.evidence;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * The traceability gate, last in the build: fails on an untested requirement, an unknown or
 * malformed id, a failed test, or no requirement at all. What could not run on this machine is
 * named; in CI it fails the build, as everything can run there.
 */
public final class TraceGate {

  private TraceGate() {}

  /**
   * @param args requirements folder, project root, matrix file to write, "true" where not executed
   *     is a fault
   */
  public static void main(String[] args) throws IOException {
    boolean everythingMustRun = args.length > 3 && "true".equals(args[3]);
    run(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), everythingMustRun);
  }

  static void run(Path requirements, Path root, Path matrixFile, boolean everythingMustRun)
      throws IOException {
    TraceMatrix matrix = new TraceMatrix(RequirementsFolder.read(requirements), evidence(root));
    Files.createDirectories(matrixFile.toAbsolutePath().getParent());
    Files.writeString(matrixFile, matrix.toMarkdown());
    List<String> faults = new ArrayList<>(matrix.faults());
    if (everythingMustRun) {
      faults.addAll(matrix.notExecuted());
    } else {
      matrix.notExecuted().forEach(line -> System.out.println("[NOT EXECUTED] " + line));
    }
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "the traceability matrix has "
              + faults.size()
              + " faults:\n"
              + String.join("\n", faults));
    }
    System.out.printf(
        "Traceability: %d requirements, %d not executed here, matrix in %s%n",
        matrix.size(), matrix.notExecuted().size(), matrixFile.getFileName());
  }

  private static List<ExecutedTest> evidence(Path root) throws IOException {
    List<ExecutedTest> tests = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName() == null ? "" : folder.getFileName().toString();
            boolean ours =
                !name.equals("node_modules")
                    && !name.equals("src")
                    && !(name.startsWith(".") && !folder.equals(root))
                    && !insideForeignTarget(folder);
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (file.toString().endsWith(".tsv") && file.getParent().endsWith("target/evidence")) {
              for (String line : Files.readAllLines(file)) {
                tests.add(parse(file, line));
              }
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return tests;
  }

  private static boolean insideForeignTarget(Path folder) {
    Path parent = folder.getParent();
    return parent != null && parent.endsWith("target") && !folder.endsWith("evidence");
  }

  private static ExecutedTest parse(Path file, String line) {
    String[] cells = line.split("\t", -1);
    if (cells.length != 4) {
      throw new IllegalStateException(
          file + " holds a line of " + cells.length + " cells: " + line);
    }
    return new ExecutedTest(cells[0], cells[1], Outcome.valueOf(cells[2]), cells[3]);
  }
}
