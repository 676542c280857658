package io.veritwin.lifecycle.dataset;

import static io.veritwin.lifecycle.platform.LifecyclePlatform.ENGINEER;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.done;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.lifecycle.platform.ChoBatches;
import io.veritwin.lifecycle.platform.LifecyclePlatform;
import io.veritwin.lifecycle.platform.StampSealing;
import io.veritwin.lifecycle.platform.Study;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.trail.Digests;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Imports and data sets as they are stored. */
class ImportAndDataSetTest {

  private static LifecyclePlatform people;
  private static Study study;

  @BeforeAll
  static void start() {
    people = LifecyclePlatform.startWithoutWorker(StampSealing.class);
    study = new Study(people);
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  @Test
  @Verifies("URS-331")
  void aBatchKeepsItsOwnFilesAndItsOwnRejectedRows() throws Exception {
    List<ImportedBatch> batches =
        done(
            people
                .get(ImportBatches.class)
                .importFiles(
                    List.of(
                        file(
                            "metadata.csv",
                            "fermentation,start,feed_on,V0,cX0,cS0,mE0,feed_rate,gas_flow\n"
                                + "ferm1,2026-01-05 08:00:00,0,0.5,1,2,0,0.007,30\n"
                                + "ferm2,2026-01-06 08:00:00,0,0.5,1,2,0,0.007,30\n"),
                        file("offline_1.csv", "t,cX,cS,cE\n0.5,1.1,1.9,0\n1.0,1.3,1.7,0.1\n"),
                        file("offline_2.csv", "t,cX,cS,cE\n0.5,1.1,1.9,0\n0.5,1.2,1.8,0.1\n")),
                    "The second reading of the same sample.",
                    ENGINEER));
    assertEquals(
        List.of("metadata.csv, offline_1.csv", "metadata.csv, offline_2.csv"),
        batches.stream().map(ImportedBatch::fileNames).toList());
    assertEquals(List.of(), batches.get(0).rejections());
    assertEquals(
        List.of("offline_2.csv"),
        batches.get(1).rejections().stream().map(RowRejection::file).toList());
    assertEquals(1, batches.get(1).reconciliation().rowsRejected());
  }

  private static UploadedFile file(String name, String text) {
    return new UploadedFile(name, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  @Verifies({"URS-303", "URS-304"})
  void anImportKeepsDigestsOriginAndCounts() throws Exception {
    UploadedFile file = ChoBatches.table("a.csv", "A-1");
    ImportedBatch batch =
        done(people.get(ImportBatches.class).importFiles(List.of(file), "", ENGINEER)).get(0);

    assertEquals(Digests.hex(file.bytes()), batch.fileDigests());
    assertEquals(Digests.hex(batch.content()), batch.contentDigest());
    assertTrue(batch.synthetic());
    assertEquals("synthetic, from a virtual plant", batch.origin());
    assertEquals(new Reconciliation(21, 21, 0, 21 * 8, 0), batch.reconciliation());
    assertEquals(
        "1",
        people
            .database()
            .answer(
                "select count(*) from audit_entry where event = 'BATCHES_IMPORTED'"
                    + " and record_id = '"
                    + batch.number()
                    + "' and not refused"));
    ImportedBatch read =
        people.inTransaction(
            () -> people.get(DataSets.class).importedBatch(batch.number()).orElseThrow());
    assertEquals("A-1", read.data().batch());
  }

  @Test
  @Verifies("URS-304")
  void rejectedRowsStayOutOnlyForAReason() throws Exception {
    UploadedFile file =
        ChoBatches.file(
            "b.csv",
            ChoBatches.HEADER
                + "\nB-1,true,0,0,0.3,98,30,5,0.5,0.4,1,30"
                + "\nB-1,true,12,0,oops,98,30,5,0.5,0.4,1,30\n");
    ImportBatches imports = people.get(ImportBatches.class);

    assertEquals(List.of("LIF-02"), rules(imports.importFiles(List.of(file), " ", ENGINEER)));
    ImportedBatch batch =
        done(imports.importFiles(List.of(file), "Cell counter was out of order.", ENGINEER)).get(0);
    assertEquals("Cell counter was out of order.", batch.reason());
    assertEquals(3, batch.rejections().get(0).line());
    assertEquals(
        "Cell counter was out of order.",
        people
            .database()
            .answer("select reason from audit_entry where record_id = '" + batch.number() + "'"));
  }

  @Test
  @Verifies("URS-304")
  void theSameContentIsNotImportedTwice() throws Exception {
    study.batches("C-1");
    assertEquals(
        List.of("LIF-03"),
        rules(
            people
                .get(ImportBatches.class)
                .importFiles(List.of(ChoBatches.table("again.csv", "C-1")), "", ENGINEER)));
    assertEquals(
        "LIF-03",
        people
            .database()
            .answer(
                "select rule from audit_entry where refused and event = 'BATCHES_IMPORTED'"
                    + " order by id desc limit 1"));
  }

  @Test
  @Verifies("URS-304")
  void onlyAnEngineerImports() {
    assertEquals(
        List.of("LIF-07"),
        rules(
            people
                .get(ImportBatches.class)
                .importFiles(List.of(ChoBatches.table("d.csv", "D-1")), "", QA)));
  }

  // DI-04, P11-07: what was imported stands, also against the application's own role.
  @Test
  @Verifies("URS-304")
  void anImportedBatchIsNeverChanged() throws Exception {
    String number = study.batches("E-1").get(0).number();
    assertThrows(
        IllegalStateException.class,
        () ->
            people
                .database()
                .execute(
                    Role.OWNER,
                    "update imported_batch set synthetic = false where number = '" + number + "'"));
  }

  // A22-09: what was fitted to can never be a test.
  @Test
  @Verifies("URS-305")
  void aBatchNeverServesBothRoles() throws Exception {
    List<String> numbers = study.batches("F-1").stream().map(ImportedBatch::number).toList();
    MakeDataSet sets = people.get(MakeDataSet.class);
    DataSet calibration = done(sets.make("F", DataSetRole.CALIBRATION, numbers, ENGINEER));
    assertEquals(64, calibration.digest().length());
    assertTrue(calibration.synthetic());
    assertEquals(
        List.of("LIF-05"), rules(sets.make("F again", DataSetRole.HOLD_OUT, numbers, ENGINEER)));
    done(sets.make("F once more", DataSetRole.CALIBRATION, numbers, ENGINEER));
  }

  // A22-08: synthetic data are no acceptance evidence where it counts.
  @Test
  @Verifies("URS-306")
  void syntheticDataAreNoTestDataOnAGxpSite() throws Exception {
    List<String> numbers = study.batches("G-1").stream().map(ImportedBatch::number).toList();
    MakeDataSet sets = people.get(MakeDataSet.class);
    System.setProperty("veritwin.site.kind", "gxp");
    try {
      assertEquals(
          List.of("LIF-06"), rules(sets.make("G", DataSetRole.HOLD_OUT, numbers, ENGINEER)));
    } finally {
      System.clearProperty("veritwin.site.kind");
    }
    done(sets.make("G", DataSetRole.HOLD_OUT, numbers, ENGINEER));
  }
}
