package io.veritwin.lifecycle.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.lifecycle.dataset.ImportCheck.CheckedBatch;
import io.veritwin.lifecycle.model.MeasuredNoise;
import io.veritwin.lifecycle.platform.ChoBatches;
import io.veritwin.lifecycle.platform.SharedData;
import io.veritwin.twin.model.ChoFedBatch;
import io.veritwin.twin.model.YeastOverflow;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.validation.evidence.Verifies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file holds, before anything is stored. */
class CheckFilesTest {

  private final ImportBatches imports = new ImportBatches();

  private ImportCheck cho(String... rows) {
    return imports.check(
        List.of(
            ChoBatches.file(
                "plant.csv",
                "# virtual plant\n" + ChoBatches.HEADER + "\n" + String.join("\n", rows) + "\n")));
  }

  private static final String START = "B1,true,0,0,0.3,98,30,5,0.5,0.4,1,30";

  @Test
  @Verifies("URS-300")
  void aTableOfTheVirtualPlantGivesStartInputsAndValues() {
    ImportCheck check = imports.check(List.of(ChoBatches.table("plant.csv", "B1", "B2")));

    assertEquals(List.of(), check.reasonsAgainst());
    assertEquals(List.of(), check.rejections());
    assertEquals(2, check.batches().size());
    BatchContent b1 = check.batches().get(0).content();
    assertTrue(b1.synthetic());
    assertEquals(30, b1.start().get("Glc"));
    assertEquals(2, b1.inputs().size());
    assertEquals(0.02, b1.inputs().get(1).values().get("feed"), 1e-12);
    BatchData data =
        b1.toBatchData(ChoFedBatch.model(), List.of(new MeasuredNoise("GLC", 0.5, 0.03)));
    assertEquals(20, data.samples().size());
    assertEquals(List.of(), InputCheck.batch(ChoFedBatch.model(), data));
  }

  @Test
  @Verifies("URS-303")
  void theCanonicalContentReadsBackToTheSameContent() {
    BatchContent content =
        imports.check(List.of(ChoBatches.table("plant.csv", "B1"))).batches().get(0).content();
    assertEquals(content, BatchContent.read(content.canonical()));
  }

  @Test
  @Verifies("URS-301")
  void eachRejectedRowIsNamedWithLineColumnValueAndReason() {
    ImportCheck check =
        cho(
            START,
            "B1,true,24,0,0.8,97,twenty,4,3,1,20,30",
            "B1,true,48,0,-1,97,25,4,3,1,20,30",
            "B1,true,12,0,0.5,97,28,4.5,1,0.6,5,30",
            "B1,true,12,0,0.5,97,28,4.5,1,0.6,5,30",
            "B1,false,60,0,1.5,97,20,3,5,1.5,50,30",
            "B1,true,72,0,2,97,15,2,8,2,90",
            "B1,maybe,84,0,2,97,15,2,8,2,90,30",
            ",true,96,0,2,97,15,2,8,2,90,30");

    List<RowRejection> r = check.rejections();
    assertEquals(
        List.of(
            "4 Glc_mM number",
            "5 VCD_1e9_per_L range",
            "7 time_h duplicate",
            "8 synthetic synthetic flag",
            "9  columns",
            "10 synthetic synthetic flag",
            "11 batch batch name"),
        r.stream()
            .filter(x -> !x.rule().equals("value present"))
            .map(x -> x.line() + " " + x.column() + " " + x.rule())
            .toList());
    assertEquals("twenty", r.get(0).found());
    assertEquals(
        "Line 4, Glc_mM, \"twenty\" is not a number with a decimal point.", r.get(0).sentence());
    assertEquals(
        "Line 5, VCD_1e9_per_L, -1 10⁹/L lies outside 0 to 200 10⁹/L.", r.get(1).sentence());
    CheckedBatch batch = check.batches().get(0);
    assertEquals(new Reconciliation(8, 2, 6, 16, 0), batch.reconciliation());
  }

  @Test
  @Verifies("URS-301")
  void aTimeThatGoesBackIsRejected() {
    ImportCheck check =
        cho(START, "B1,true,24,0,0.8,97,25,4,3,1,20,30", "B1,true,12,0,0.5,97,28,4,1,1,5,30");
    assertEquals("time increases", check.rejections().get(0).rule());
    assertEquals(
        "Line 5, time_h, the row before is at 24 h.", check.rejections().get(0).sentence());
  }

  @Test
  @Verifies("URS-301")
  void anEmptyCellIsAHoleAndIsNeverFilled() {
    ImportCheck check = cho(START, "B1,true,24,0,0.8,97,,4,3,1,20,30");
    CheckedBatch batch = check.batches().get(0);
    assertEquals(1, batch.reconciliation().holes());
    assertTrue(batch.content().observations().stream().noneMatch(o -> o.output().equals("GLC")));
  }

  @Test
  @Verifies("URS-301")
  void aHoleInTimeIsSaid() {
    List<String> rows = new ArrayList<>(ChoBatches.rows("B1"));
    rows.subList(5, 12).clear();
    CheckedBatch batch = cho(rows.toArray(String[]::new)).batches().get(0);
    assertEquals(
        List.of("No sample between 48.00 h and 144.00 h; the usual step is 12.00 h."),
        batch.gaps());
  }

  // A unit is never guessed: another one is refused by the column's name.
  @Test
  @Verifies("URS-302")
  void aColumnInAnotherUnitIsRefusedWithTheOneThatIsRead() {
    ImportCheck check =
        imports.check(
            List.of(
                ChoBatches.file(
                    "plant.csv",
                    ChoBatches.HEADER.replace("Glc_mM", "Glc_g_per_L") + "\n" + START + "\n")));
    assertEquals("LIF-01", check.reasonsAgainst().get(0).rule());
    assertEquals(
        "plant.csv is not imported: the column Glc_g_per_L is not known. This quantity is read as"
            + " Glc_mM; convert it before the upload.",
        check.reasonsAgainst().get(0).sentence());
  }

  @Test
  @Verifies("URS-302")
  void aFileOfAnotherFormatIsRefusedInOneSentence() {
    for (byte[] bytes :
        List.of(
            "a;b;c\n1;2;3\n".getBytes(StandardCharsets.UTF_8),
            new byte[] {(byte) 0xFF, (byte) 0xD8, 0, 1},
            new byte[0])) {
      ImportCheck check = imports.check(List.of(new UploadedFile("photo.jpg", bytes)));
      assertEquals("LIF-01", check.reasonsAgainst().get(0).rule());
      assertTrue(
          check
              .reasonsAgainst()
              .get(0)
              .sentence()
              .startsWith("photo.jpg is not imported: this is no format the platform reads."),
          check.reasonsAgainst()::toString);
    }
  }

  @Test
  @Verifies("URS-302")
  void aBatchWithoutACompleteStartIsRefused() {
    ImportCheck check = cho("B1,true,0,0,0.3,98,,5,0.5,0.4,1,30");
    assertEquals("LIF-04", check.reasonsAgainst().get(0).rule());
    assertEquals("complete start", check.rejections().get(0).rule());
  }

  @Test
  @Verifies("URS-300")
  void measuredYeastRunsAreReadFromTheirFilesTogether() {
    ImportCheck check = imports.check(SharedData.yeast(4, 5, 6, 7));

    assertEquals(List.of(), check.reasonsAgainst());
    assertEquals(4, check.batches().size());
    for (CheckedBatch batch : check.batches()) {
      assertFalse(batch.content().synthetic());
      BatchData data =
          batch
              .content()
              .toBatchData(
                  YeastOverflow.model(),
                  List.of(new MeasuredNoise("CX", 0.2, 0.03), new MeasuredNoise("CO2", 0.1, 0)));
      assertEquals(List.of(), InputCheck.batch(YeastOverflow.model(), data));
    }
    // The analyser of run 6 was started before the run: that value has no process time.
    assertTrue(
        check.rejections().stream()
            .allMatch(r -> r.file().equals("offgas_co2_6.csv") && r.rule().equals("range")),
        check.rejections()::toString);
    assertEquals(1, check.rowsRejected());
  }

  @Test
  @Verifies("URS-302")
  void samplesWithoutTheTableOfRunsAreRefused() {
    List<UploadedFile> files =
        SharedData.yeast(4).stream().filter(f -> !f.name().equals("metadata.csv")).toList();
    ImportCheck check = imports.check(files);
    assertEquals("LIF-04", check.reasonsAgainst().get(0).rule());
  }
}
