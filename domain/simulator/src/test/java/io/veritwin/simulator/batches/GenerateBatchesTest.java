package io.veritwin.simulator.batches;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateBatchesTest {

  @Test
  @Verifies("URS-275")
  void everyFileAndEveryRowSaysThatItIsSynthetic(@TempDir Path folder) throws IOException {
    List<Path> files = GenerateBatches.write(folder, 5, 11);
    assertEquals(5, files.size());
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      assertTrue(lines.get(0).startsWith("# synthetic data: virtual plant"), lines.get(0));
      assertTrue(lines.get(0).contains("seed "), lines.get(0));
      assertEquals(GenerateBatches.HEADER, lines.get(1));
      assertEquals(2 + 15, lines.size());
      for (String row : lines.subList(2, lines.size())) {
        String[] cells = row.split(",", -1);
        assertEquals(12, cells.length);
        assertEquals(file.getFileName().toString(), cells[0] + ".csv");
        assertEquals("true", cells[1]);
        for (int i = 2; i < cells.length; i++) {
          assertTrue(Double.parseDouble(cells[i]) >= 0, row);
        }
      }
    }
  }

  @Test
  @Verifies("URS-275")
  void theSameSeedGivesTheSameFileAndStrategiesDiffer(@TempDir Path folder) throws IOException {
    List<Path> once = GenerateBatches.write(folder.resolve("once"), 2, 11);
    List<Path> again = GenerateBatches.write(folder.resolve("again"), 2, 11);
    assertEquals(Files.readString(once.get(0)), Files.readString(again.get(0)));
    assertNotEquals(Files.readAllLines(once.get(0)).get(0), Files.readAllLines(once.get(1)).get(0));
    assertThrows(IllegalArgumentException.class, () -> GenerateBatches.write(folder, 0, 1));
  }
}
