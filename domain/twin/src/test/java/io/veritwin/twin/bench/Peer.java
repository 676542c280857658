package io.veritwin.twin.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The peer: CVODE through the C driver in {@code src/bench/c}, compiled here. */
final class Peer {

  private final Path program;
  private final Path folder;

  private Peer(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** The peer, or none where there is no compiler or no CVODE; the reason is printed. */
  static Optional<Peer> build() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target", "bench"));
    Path program = folder.resolve("cvode_peer");
    List<String> command =
        List.of(
            "gcc",
            "-std=c99",
            "-O3",
            "-march=native",
            "-o",
            program.toString(),
            Path.of("src", "bench", "c", "cvode_peer.c").toString(),
            "-lsundials_cvode",
            "-lsundials_nvecserial",
            "-lsundials_sunmatrixdense",
            "-lsundials_sunlinsoldense",
            "-lsundials_sunnonlinsolfixedpoint",
            "-lpthread",
            "-lm");
    try {
      Process compiler =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("gcc.txt").toFile())
              .start();
      if (compiler.waitFor() == 0) {
        return Optional.of(new Peer(program, folder));
      }
    } catch (IOException e) {
      Files.writeString(folder.resolve("gcc.txt"), e.toString());
    }
    System.out.println(
        "No peer: the CVODE driver could not be compiled (libsundials-dev and gcc are needed), see "
            + folder.resolve("gcc.txt"));
    return Optional.empty();
  }

  /** Seconds per solution of a standard problem, and its end state. */
  double[] standard(String problem, int repeats) throws IOException, InterruptedException {
    return run(problem, Integer.toString(repeats));
  }

  /** Seconds per simulation; the end states are then in {@link #ends}. */
  double cho(String kind, double[][] draws, int threads) throws IOException, InterruptedException {
    ByteBuffer bytes =
        ByteBuffer.allocate(draws.length * 27 * Double.BYTES).order(ByteOrder.nativeOrder());
    for (double[] draw : draws) {
      for (int i = 0; i < 27; i++) {
        bytes.putDouble(i < draw.length ? draw[i] : 0);
      }
    }
    Files.write(folder.resolve("draws.bin"), bytes.array());
    return run(
        kind,
        folder.resolve("draws.bin").toString(),
        Integer.toString(draws.length),
        Integer.toString(threads),
        folder.resolve("ends.bin").toString())[0];
  }

  /** Solves the stiff case at a relative tolerance of 1e-12, not for time. */
  void choTight(double[][] draws) throws IOException, InterruptedException {
    cho("cho-stiff-tight", draws, 2);
  }

  double[][] ends(int count, int states) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("ends.bin")))
            .order(ByteOrder.nativeOrder());
    double[][] ends = new double[count][states];
    for (double[] end : ends) {
      for (int i = 0; i < states; i++) {
        end[i] = bytes.getDouble();
      }
    }
    return ends;
  }

  private double[] run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String line =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("The peer failed: " + command);
    }
    return Stream.of(line.strip().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }
}
