package io.veritwin.validation.evidence;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate is worth what it refuses, so each refusal is provoked once. */
@Verifies("URS-630")
class TraceGateTest {

  @TempDir Path root;
  private Path requirements;

  @BeforeEach
  void aProjectWithOneRequirement() throws IOException {
    requirements = Files.createDirectories(root.resolve("docs/10-user-requirements"));
    require("### URS-001 Sign a record");
  }

  @Test
  void aRequirementWithAPassedTestPasses() throws IOException {
    evidence("URS-001\tio.SignTest#signs\tPASSED\t");
    assertDoesNotThrow(() -> gate(true));
    assertTrue(
        Files.readString(root.resolve("matrix.md")).contains("`io.SignTest#signs` | passed"));
  }

  @Test
  void anUntestedRequirementFails() {
    assertRefused("URS-001 (Sign a record) has no test");
  }

  @Test
  void aFailedTestFailsEvenBesideAPassedOne() throws IOException {
    evidence("URS-001\tio.A#a\tPASSED\t\nURS-001\tio.B#b\tFAILED\texpected 1");
    assertRefused("URS-001 has a failed test: io.B#b (expected 1)");
  }

  @Test
  void anUnknownIdFails() throws IOException {
    evidence("URS-001\tio.A#a\tPASSED\t\nURS-999\tio.A#a\tPASSED\t");
    assertRefused("URS-999 is verified by a test but not required anywhere");
  }

  @Test
  void aMalformedIdInATestFails() throws IOException {
    evidence("URS-001\tio.A#a\tPASSED\t\nURS-1\tio.A#a\tPASSED\t");
    assertRefused("'URS-1' in @Verifies is not a requirement id such as URS-041");
  }

  @Test
  void aMalformedHeadingFails() throws IOException {
    require("### URS-01 Sign");
    assertRefused("area.md line 1: '### URS-01 Sign' is not '### URS-041 Title'");
  }

  @Test
  void aRequirementDefinedTwiceFails() throws IOException {
    require("### URS-001 Sign\n\n### URS-001 Sign again");
    evidence("URS-001\tio.A#a\tPASSED\t");
    assertRefused("URS-001 is defined twice");
  }

  @Test
  void noRequirementAtAllFails() throws IOException {
    require("nothing here");
    assertRefused("no requirement was found");
  }

  @Test
  void aTestThatDidNotRunIsNeverPassedAndFailsWhereEverythingMustRun() throws IOException {
    evidence("URS-001\tio.A#a\tNOT_EXECUTED\tno browser");
    assertRefused("URS-001 was not executed: io.A#a (no browser)");
    assertDoesNotThrow(() -> gate(false));
    assertTrue(Files.readString(root.resolve("matrix.md")).contains("not executed: no browser"));
  }

  private void require(String page) throws IOException {
    Files.writeString(requirements.resolve("area.md"), page + "\n");
  }

  private void evidence(String lines) throws IOException {
    Path folder = Files.createDirectories(root.resolve("module/target/evidence"));
    Files.writeString(folder.resolve("tests.tsv"), lines + "\n");
  }

  private void gate(boolean everythingMustRun) throws IOException {
    TraceGate.run(requirements, root, root.resolve("matrix.md"), everythingMustRun);
  }

  private void assertRefused(String expected) {
    IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> gate(true));
    assertTrue(refusal.getMessage().contains(expected), refusal.getMessage());
  }
}
