package io.veritwin.validation.report.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veritwin.ledger.bundle.BundleVerifier;
import io.veritwin.ledger.bundle.BundleVerifier.BundleVerification;
import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.records.copy.CopyAsData;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.platform.BatchSheet;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.signature.AcceptBatchSheet;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.signature.SigningCeremony;
import io.veritwin.records.signature.StoredSignature;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import io.veritwin.validation.evidence.Verifies;
import io.veritwin.validation.report.ArchiveCheck;
import io.veritwin.validation.report.copy.CheckCopy.CopyCheck;
import io.veritwin.validation.report.copy.IssueCertifiedCopy.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationRubberStamp;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** A certified copy, made by the platform's real parts and judged by programs not ours. */
class CertifiedCopyTest {

  private static final Person INSPECTOR =
      new Person("sub-inspector", "inspector", "J. Lindqvist", "90001", Set.of(Role.INSPECTOR));
  private static final String WHY = "Inspection 2026-11, item 4";

  private static TestPlatform platform;
  private static CertifiedCopy copy;

  @BeforeAll
  static void aSignedSheetWithAHistory() throws Exception {
    platform =
        TestPlatform.builder()
            .with(AcceptBatchSheet.class)
            .withEntities(SigningCeremony.class, StoredSignature.class)
            .start();
    sheet(1);
    long begun = System.nanoTime();
    copy = issued("batch sheet", "BS-1");
    System.out.printf(
        "MEASURED certified copy: %d bytes, %d ms%n",
        copy.pdf().length, (System.nanoTime() - begun) / 1_000_000);
    keep("certified-copy.pdf", copy.pdf());
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  /** Drafted, changed twice, refused once, signed. */
  private static void sheet(long id) throws Exception {
    Trails.draft(platform, id, TestPlatform.QA);
    change(id, "Feed, day 2", "The day was wrong.");
    change(id, "Feed, day 3", "Wrong again.");
    platform
        .get(AuditTrail.class)
        .recordRefusal(
            AuditEvent.refused(
                "BATCH_SHEET_SIGNED",
                TestPlatform.OPERATOR,
                new BatchSheet(id, "").recordRef(),
                "Not signed: the sheet was not read.",
                "SIG-01"));
    SigningOutcome signed =
        new PersonSigning(platform)
            .sign(
                "accept-batch-sheet",
                "BS-" + id,
                TestPlatform.OPERATOR,
                Map.of("remark", "Agrees with 08:20 off-line sample, 2.2 g/L."));
    assertInstanceOf(SigningOutcome.Signed.class, signed, signed.toString());
  }

  private static void change(long id, String title, String why) throws Exception {
    platform.inTransaction(
        () -> {
          BatchSheet sheet = platform.entities().find(BatchSheet.class, id);
          sheet.title = title;
          return platform
              .get(AuditTrail.class)
              .record(
                  AuditEvent.of(
                          "BATCH_SHEET_CHANGED",
                          TestPlatform.QA,
                          sheet.recordRef(),
                          "Changed the title of " + sheet.number + ".")
                      .because(why));
        });
  }

  private static CertifiedCopy issued(String type, String id) {
    Outcome outcome = platform.get(IssueCertifiedCopy.class).issue(INSPECTOR, type, id, WHY);
    return assertInstanceOf(Outcome.Issued.class, outcome, outcome.toString()).copy();
  }

  private static Path keep(String name, byte[] bytes) throws IOException {
    return Files.write(Files.createDirectories(Path.of("target", "copies")).resolve(name), bytes);
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static Map<String, byte[]> attachments(byte[] pdf) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      for (Map.Entry<String, PDComplexFileSpecification> file :
          document.getDocumentCatalog().getNames().getEmbeddedFiles().getNames().entrySet()) {
        assertTrue(
            Set.of("Data", "Supplement")
                .contains(file.getValue().getCOSObject().getNameAsString("AFRelationship")));
        all.put(file.getKey(), file.getValue().getEmbeddedFile().toByteArray());
      }
      assertEquals(
          all.size(), document.getDocumentCatalog().getCOSObject().getCOSArray(COSName.AF).size());
    }
    return all;
  }

  private static Map<String, byte[]> unzip(byte[] zip) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        all.put(entry.getName(), in.readAllBytes());
      }
    }
    return all;
  }

  private static String detail(long entry, String name) {
    return platform
        .database()
        .answer(
            "select convert_from(canonical, 'UTF8')::jsonb -> 'details' ->> '"
                + name
                + "' from audit_entry where id = "
                + entry);
  }

  // P11-03: one action, paper and machine-readable, the same digest on both and in the trail.
  @Test
  @Verifies({"URS-170", "URS-172"})
  void paperDataAndTrailCarryTheSameRecordDigest() throws Exception {
    Map<String, byte[]> files = attachments(copy.pdf());
    assertEquals(
        Set.of("record.json", "record.xml", "entries.csv", "proofs.zip", "signatures.zip"),
        files.keySet());
    assertEquals(copy.recordDigest(), Digests.hex(files.get("record.json")));
    assertEquals(copy.recordDigest(), detail(copy.auditEntry(), "copy.record-digest"));
    assertTrue(text(copy.pdf()).contains("Record digest " + copy.recordDigest()));
    Element xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(files.get("record.xml")))
            .getDocumentElement();
    assertEquals(copy.recordDigest(), xml.getAttribute("record-digest"));
    assertEquals("record-copy", CanonicalRecord.read(files.get("record.json")).orThrow().type());
  }

  // P11-03: content, metadata, signatures, full audit trail.
  @Test
  @Verifies("URS-170")
  void theDataHoldContentSignaturesAndEveryEntry() throws Exception {
    Map<String, byte[]> files = attachments(copy.pdf());
    String json = new String(files.get("record.json"), StandardCharsets.UTF_8);
    for (String expected :
        List.of(
            "\"changes\":2,\"field\":\"title\",\"first\":\"Feed, day 1\"",
            "\"value\":\"Feed, day 3\"",
            "\"username\":\"operator\"",
            "\"meaning\":\"Accepted for release\"",
            "\"verifies\":true",
            "\"before\":\"Feed, day 1\"",
            "Not signed: the sheet was not read.")) {
      assertTrue(json.contains(expected), expected + "\n" + json);
    }
    String csv = new String(files.get("entries.csv"), StandardCharsets.UTF_8);
    assertTrue(csv.contains("\"title\",\"Feed, day 2\",\"Feed, day 3\""), csv);
    int entries =
        Integer.parseInt(
            platform
                .database()
                .answer(
                    "select count(*) from audit_entry where record_id = 'BS-1' and id < "
                        + copy.auditEntry()));
    assertEquals(entries, json.split("\"leafHash\"", -1).length - 1);
    Element xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(files.get("record.xml")))
            .getDocumentElement();
    assertEquals(entries, xml.getElementsByTagName("entry").getLength());
  }

  // A text that a spreadsheet would run is harmless in the CSV.
  @Test
  @Verifies("URS-170")
  void aFormulaInARecordIsNotRunByASpreadsheet() throws Exception {
    Trails.draft(platform, 31, TestPlatform.QA);
    change(31, "=HYPERLINK(\"x\")", "As found.");
    String csv =
        new String(
            attachments(issued("batch sheet", "BS-31").pdf()).get("entries.csv"),
            StandardCharsets.UTF_8);
    assertTrue(csv.contains(",\"'=HYPERLINK(\"\"x\"\")\""), csv);
  }

  // Annex 11, 8.2: the printout marks every value changed since first entry. 11.50, A11D-15.
  @Test
  @Verifies({"URS-171", "URS-173"})
  void thePaperMarksChangedValuesAndShowsSignaturesInFull() throws Exception {
    String text = text(copy.pdf());
    for (String expected :
        List.of(
            "Certified copy: batch sheet BS-1",
            "Issued to J. Lindqvist, inspector, on ",
            "Reason: “" + WHY + "”",
            "Everything in this copy stands as recorded.",
            "First “Feed, day 1” (entry ",
            "Changed 2 times, last by Dr. Ines Albrecht",
            "Accepted for release, operator, 10482",
            "verifies; user name operator, version ",
            "“Agrees with 08:20 off-line sample, 2.2 g/L.”",
            "Refused, nothing changed (SIG-01): Not signed",
            "demonstration, no external witness")) {
      assertTrue(text.contains(expected), expected + "\n" + text);
    }
    try (PDDocument pdf = Loader.loadPDF(copy.pdf())) {
      int pages = pdf.getNumberOfPages();
      PDFTextStripper stripper = new PDFTextStripper();
      for (int page = 1; page <= pages; page++) {
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        assertTrue(stripper.getText(pdf).contains("page " + page + " of " + pages));
      }
    }
  }

  @Test
  @Verifies("URS-171")
  void aValueThatWasNeverChangedIsNotMarked() throws Exception {
    Trails.draft(platform, 32, TestPlatform.QA);
    String text = text(issued("batch sheet", "BS-32").pdf());
    assertTrue(text.contains("No value was changed since it was first entered."), text);
    assertFalse(text.contains("First “"), text);
  }

  // The export is an entry before the payload exists.
  @Test
  @Verifies("URS-172")
  void theIssueIsAnEntryThatTheLogCoversBeforeTheCopyExists() throws Exception {
    assertEquals(
        "CERTIFIED_COPY_ISSUED sub-inspector BS-1 " + WHY,
        platform
            .database()
            .answer(
                "select event || ' ' || person_id || ' ' || record_id || ' ' || reason from"
                    + " audit_entry where id = "
                    + copy.auditEntry()));
    Map<String, byte[]> proofs = unzip(attachments(copy.pdf()).get("proofs.zip"));
    String mine = "\"id\":" + copy.auditEntry() + ",";
    assertTrue(
        proofs.entrySet().stream()
            .filter(f -> f.getKey().endsWith(".entry"))
            .anyMatch(f -> new String(f.getValue(), StandardCharsets.UTF_8).contains(mine)),
        "the proofs hold the entry of the issue itself");
  }

  @Test
  @Verifies("URS-172")
  void withoutALogThereIsNoCopy() throws Exception {
    elsewhere(
        still -> {
          Trails.draft(still, 1, TestPlatform.QA);
          Outcome outcome =
              still.get(IssueCertifiedCopy.class).issue(INSPECTOR, "batch sheet", "BS-1", WHY);
          assertEquals("COP-04", assertInstanceOf(Outcome.Refused.class, outcome).reason().rule());
          assertEquals(
              "1",
              still
                  .database()
                  .answer(
                      "select count(*) from audit_entry where event = 'CERTIFIED_COPY_ISSUED'"));
        });
  }

  /** What happens on another platform. */
  private interface Elsewhere {
    void happens(TestPlatform platform) throws Exception;
  }

  /** Another platform, with keys of its own and a log that does not move, for a while. */
  private static void elsewhere(Elsewhere act) throws Exception {
    String pki = System.getProperty("veritwin.pki");
    String mirror = System.getProperty("veritwin.log.mirror");
    try (TestPlatform other =
        TestPlatform.builder()
            .withEntities(SigningCeremony.class, StoredSignature.class)
            .withoutWorker()
            .start()) {
      act.happens(other);
    } finally {
      System.setProperty("veritwin.pki", pki);
      System.setProperty("veritwin.log.mirror", mirror);
    }
  }

  @Test
  @Verifies("URS-174")
  void whatCannotBeCopiedIsRefusedInASentenceAndTheAttemptIsOnRecord() {
    IssueCertifiedCopy issue = platform.get(IssueCertifiedCopy.class);
    assertRefused(
        "COP-01",
        "No copy was made: nothing is on record of batch sheet BS-999. Look for its number in the"
            + " audit trail.",
        issue.issue(INSPECTOR, "batch sheet", "BS-999", WHY));
    assertRefused(
        "COP-02",
        "No copy was made: a reason is missing; write what the copy is for.",
        issue.issue(INSPECTOR, "batch sheet", "BS-1", "  "));
    assertRefused(
        "COP-02",
        "No copy was made: the reason has 501 characters and may have 500; shorten it.",
        issue.issue(INSPECTOR, "batch sheet", "BS-1", "x".repeat(501)));
    assertThrows(
        IllegalArgumentException.class, () -> issue.issue(INSPECTOR, "batch sheet", "", WHY));
  }

  private static void assertRefused(String rule, String sentence, Outcome outcome) {
    var reason = assertInstanceOf(Outcome.Refused.class, outcome).reason();
    assertEquals(rule + " " + sentence, reason.rule() + " " + reason.sentence());
    assertEquals(
        rule,
        platform
            .database()
            .answer("select rule from audit_entry where refused order by id desc limit 1"));
  }

  // A signature that does not verify does not hide the record: the copy says so first.
  @Test
  @Verifies("URS-174")
  void aFalseSignatureIsNamedFirstAndTheCopyIsStillGiven() throws Exception {
    sheet(41);
    platform
        .database()
        .execute(
            TestDatabase.Role.SUPERUSER,
            "set session_replication_role = replica; alter table electronic_signature disable"
                + " trigger all; update electronic_signature set signer_name = 'Somebody Else' where"
                + " record_id = 'BS-41'");
    CertifiedCopy given = issued("batch sheet", "BS-41");
    keep("false-signature.pdf", given.pdf());
    String text = text(given.pdf());
    int headline = text.indexOf("One thing in this copy does not hold.");
    int finding = text.indexOf("the signer's name is \"Marta Reuter\"");
    int content = text.indexOf("Content");
    assertTrue(headline > 0 && headline < finding && finding < content, text);
    assertTrue(text.contains("DOES NOT VERIFY"), text);
    assertEquals("1", detail(given.auditEntry(), "copy.findings"));
    assertEquals(List.of(), ArchiveCheck.violations(given.pdf()));
  }

  // What the database says otherwise than the log is named before the record is shown.
  @Test
  @Verifies("URS-174")
  void anAlteredEntryIsNamedFirstAndTheRestIsProven() throws Exception {
    long entry = Trails.draft(platform, 51, TestPlatform.QA);
    Trails.receipt(platform, entry);
    platform
        .database()
        .execute(
            TestDatabase.Role.SUPERUSER,
            "set session_replication_role = replica; alter table audit_entry disable trigger all;"
                + " update audit_entry set sentence = 'Drafted nothing.' where id = "
                + entry
                + "; alter table audit_entry enable trigger all");
    CertifiedCopy given = issued("batch sheet", "BS-51");
    String text = text(given.pdf()).replaceAll("\\s+", " ");
    String finding =
        "Entry %d: the column sentence was altered to \"Drafted nothing.\"; logged was \"Drafted batch sheet BS-51.\"."
            .formatted(entry);
    int found = text.indexOf(finding);
    assertTrue(found > text.indexOf("One thing in this copy does not hold."), text);
    assertTrue(found < text.indexOf("Content"), text);
    Map<String, byte[]> proofs = unzip(attachments(given.pdf()).get("proofs.zip"));
    assertEquals(1, proofs.keySet().stream().filter(name -> name.endsWith(".entry")).count());
  }

  // ISO 19005-3: judged by veraPDF.
  @Test
  @Verifies("URS-175")
  void aCertifiedCopyIsPdfA3() throws Exception {
    assertEquals(List.of(), ArchiveCheck.violations(copy.pdf()));
  }

  // EN 319 102-1, EN 319 142-1: judged by EU DSS, offline, strict.
  @Test
  @Verifies("URS-175")
  void euDssPassesItAsPadesBaselineLtAndFailsWhatWasChanged() throws Exception {
    var anchors = platform.get(PlatformKeys.class).authorities();
    assertEquals("TOTAL_PASSED PAdES-BASELINE-LT", StrictDss.verdict(copy.pdf(), anchors));
    for (byte[] changed : List.of(flipped(), paintedOver(), stamped())) {
      String verdict = StrictDss.verdict(changed, anchors);
      assertFalse(verdict.startsWith("TOTAL_PASSED"), verdict);
    }
  }

  @Test
  @Verifies("URS-175")
  void theDocumentIsCertifiedAndOnlyTheStoreStandsAfterTheSignature() throws Exception {
    try (PDDocument pdf = Loader.loadPDF(copy.pdf())) {
      PDSignature signature = pdf.getLastSignatureDictionary();
      assertEquals(1, pdf.getSignatureDictionaries().size());
      COSDictionary catalog = pdf.getDocumentCatalog().getCOSObject();
      assertEquals(
          signature.getCOSObject(),
          catalog.getCOSDictionary(COSName.PERMS).getCOSDictionary(COSName.DOCMDP));
      COSDictionary store = catalog.getCOSDictionary(COSName.getPDFName("DSS"));
      assertEquals(3, store.getCOSArray(COSName.getPDFName("Certs")).size());
      assertEquals(1, store.getCOSArray(COSName.getPDFName("CRLs")).size());
      int[] range = signature.getByteRange();
      byte[] certified = Arrays.copyOf(copy.pdf(), range[2] + range[3]);
      try (PDDocument before = Loader.loadPDF(certified)) {
        assertFalse(before.getDocumentCatalog().getCOSObject().containsKey("DSS"));
      }
    }
  }

  // A viewer's own verifier, poppler's.
  @Test
  @Verifies("URS-175")
  void pdfsigFindsItValidAndAnAlteredByteNot() throws Exception {
    assumeTrue(present("pdfsig", "-v"), "pdfsig (poppler-utils) is not installed");
    String found = run(0, "pdfsig", keep("for-pdfsig.pdf", copy.pdf()).toString());
    assertTrue(found.contains("Signature is Valid."), found);
    String flipped = run(null, "pdfsig", keep("flipped.pdf", flipped()).toString());
    assertFalse(flipped.contains("Signature is Valid."), flipped);
  }

  // The parts taken out of the copy verify without the platform.
  @Test
  @Verifies("URS-176")
  void opensslVerifiesCertificationSignatureAndTimeStamp() throws Exception {
    assumeTrue(present("openssl", "version"), "openssl is not installed");
    Map<String, byte[]> files = attachments(copy.pdf());
    Map<String, byte[]> signatures = unzip(files.get("signatures.zip"));
    Map<String, byte[]> proofs = unzip(files.get("proofs.zip"));
    String ca = keep("ca.pem", signatures.get("ca.pem")).toString();
    String number =
        signatures.keySet().stream()
            .filter(name -> name.endsWith("/document.json"))
            .findFirst()
            .orElseThrow()
            .replace("/document.json", "");
    Path document = keep("document.json", signatures.get(number + "/document.json"));
    cms(keep("signature.p7s", signatures.get(number + "/signature.p7s")), document, ca, 0);
    Path certified;
    Path certification;
    try (PDDocument pdf = Loader.loadPDF(copy.pdf())) {
      PDSignature signature = pdf.getLastSignatureDictionary();
      certified = keep("certified.bin", signature.getSignedContent(copy.pdf()));
      certification = keep("certification.p7s", signature.getContents(copy.pdf()));
    }
    cms(certification, certified, ca, 0);
    Path stamp = keep("checkpoint.tsr", proofs.get("checkpoint.tsr"));
    Path checkpoint = keep("checkpoint", proofs.get("checkpoint"));
    String[] verify = {
      "openssl",
      "ts",
      "-verify",
      "-in",
      stamp.toString(),
      "-data",
      checkpoint.toString(),
      "-CAfile",
      ca
    };
    run(0, verify);

    Files.write(document, "altered".getBytes(StandardCharsets.UTF_8));
    cms(Path.of("target", "copies", "signature.p7s"), document, ca, null);
    Files.write(certified, "altered".getBytes(StandardCharsets.UTF_8));
    cms(certification, certified, ca, null);
    Files.write(checkpoint, "altered".getBytes(StandardCharsets.UTF_8));
    run(null, verify);
  }

  private static void cms(Path signature, Path content, String ca, Integer status)
      throws Exception {
    run(
        status,
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        signature.toString(),
        "-content",
        content.toString(),
        "-CAfile",
        ca,
        "-purpose",
        "any",
        "-out",
        "/dev/null");
  }

  @Test
  @Verifies("URS-176")
  void theAttachedProofsVerifyWithTheLedgersOwnProgram() throws Exception {
    Path zip = keep("proofs.zip", attachments(copy.pdf()).get("proofs.zip"));
    BundleVerification found =
        BundleVerifier.verify(
            zip,
            Optional.of(platform.get(PlatformKeys.class).logKey().verifierKey()),
            Optional.of(platform.get(PlatformKeys.class).authorities()));
    assertTrue(found.sound(), found.findings().toString());
    assertTrue(found.time().isPresent());
    Map<String, byte[]> files = attachments(copy.pdf());
    String json = new String(files.get("record.json"), StandardCharsets.UTF_8);
    assertEquals(
        json.split("\"leafHash\"", -1).length,
        unzip(files.get("proofs.zip")).keySet().stream()
            .filter(name -> name.endsWith(".entry"))
            .count(),
        "every entry of the record, and that of the issue");
  }

  // A flipped byte, a page painted over, a stamp laid over it, a file put in another's place.
  @Test
  @Verifies("URS-177")
  void whatWasChangedAfterwardsIsNamed() throws Exception {
    CheckCopy check = platform.get(CheckCopy.class);
    CopyCheck good = check.check(copy.pdf());
    assertEquals(List.of(), good.findings());
    assertEquals("batch sheet BS-1", good.record());
    assertEquals(copy.auditEntry(), good.auditEntry());
    assertEquals(copy.recordDigest(), good.recordDigest());
    assertTrue(good.certifiedAt().isBefore(Instant.now().plusSeconds(60)));

    assertNamed(
        "The signature is not over this content, or it was altered.", check.check(flipped()));
    assertNamed(
        "Page 1 was changed after the certification: something was painted over it or erased.",
        check.check(paintedOver()));
    assertNamed(
        "Page 1 was changed after the certification: a note or a stamp was laid over it.",
        check.check(stamped()));
    assertNamed(
        "The attached file record.json was replaced after the certification.",
        check.check(dataReplaced()));
    assertNamed("Something was added after the certification;", check.check(retitled()));
  }

  @Test
  @Verifies("URS-177")
  void whatIsNoCopyOfThisPlatformIsNamed() throws Exception {
    CheckCopy check = platform.get(CheckCopy.class);
    assertNamed("The file cannot be read as a PDF.", check.check(new byte[] {1, 2, 3}));
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (PDDocument pdf = new PDDocument()) {
      pdf.addPage(new PDPage());
      pdf.save(plain);
    }
    assertNamed(
        "The file is not certified, so it is no certified copy.", check.check(plain.toByteArray()));
    elsewhere(
        other -> {
          CopyCheck found = other.get(CheckCopy.class).check(copy.pdf());
          assertNamed("authority is not trusted", found);
          assertNamed("has no entry " + copy.auditEntry() + " that issued", found);
        });
  }

  private static void assertNamed(String expected, CopyCheck found) {
    assertFalse(found.holds());
    assertTrue(
        found.findings().stream().anyMatch(f -> f.contains(expected)),
        () -> expected + " is not in " + found.findings());
  }

  /** One bit of the middle of the first page's bytes. */
  private static byte[] flipped() {
    byte[] altered = copy.pdf();
    altered[2000] ^= 1;
    return altered;
  }

  /** What a forger does: a later revision paints another value over the first page. */
  private static byte[] paintedOver() throws IOException {
    try (PDDocument pdf = Loader.loadPDF(copy.pdf())) {
      PDPage page = pdf.getPage(0);
      try (PDPageContentStream over =
          new PDPageContentStream(pdf, page, PDPageContentStream.AppendMode.APPEND, true, true)) {
        over.setNonStrokingColor(1f);
        over.addRect(200, 500, 200, 20);
        over.fill();
      }
      page.getCOSObject().setNeedToBeUpdated(true);
      page.getResources().getCOSObject().setNeedToBeUpdated(true);
      return incremental(pdf);
    }
  }

  private static byte[] stamped() throws IOException {
    try (PDDocument pdf = Loader.loadPDF(copy.pdf())) {
      PDPage page = pdf.getPage(0);
      PDAnnotationRubberStamp stamp = new PDAnnotationRubberStamp();
      stamp.setRectangle(new PDRectangle(200, 500, 200, 20));
      stamp.setContents("approved");
      List<org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation> all =
          new java.util.ArrayList<>(page.getAnnotations());
      all.add(stamp);
      page.setAnnotations(all);
      page.getCOSObject().setNeedToBeUpdated(true);
      return incremental(pdf);
    }
  }

  private static byte[] dataReplaced() throws IOException {
    try (PDDocument pdf = Loader.loadPDF(copy.pdf())) {
      PDComplexFileSpecification data =
          pdf.getDocumentCatalog().getNames().getEmbeddedFiles().getNames().get("record.json");
      var stream = data.getEmbeddedFile().getCOSObject();
      try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
        out.write("{\"forged\":true}".getBytes(StandardCharsets.UTF_8));
      }
      stream.setNeedToBeUpdated(true);
      return incremental(pdf);
    }
  }

  /** A change that no page shows. */
  private static byte[] retitled() throws IOException {
    try (PDDocument pdf = Loader.loadPDF(copy.pdf())) {
      pdf.getDocumentInformation().setTitle("Another record");
      pdf.getDocumentInformation().getCOSObject().setNeedToBeUpdated(true);
      return incremental(pdf);
    }
  }

  private static byte[] incremental(PDDocument pdf) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pdf.saveIncremental(out);
    return out.toByteArray();
  }

  private static boolean present(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      process.waitFor();
      return true;
    } catch (IOException absent) {
      return false;
    }
  }

  /** Runs a program; {@code null} expects any status but 0 where the program has one for that. */
  private static String run(Integer status, String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    if (status != null) {
      assertEquals(status, process.exitValue(), said);
    } else if (command[0].equals("openssl")) {
      assertTrue(process.exitValue() != 0, said);
    }
    return said;
  }

  // DI-03: the same record gives the same data, whoever asks.
  @Test
  @Verifies("URS-170")
  void theContentForMachinesIsCanonical() throws Exception {
    byte[] json = attachments(copy.pdf()).get("record.json");
    CanonicalRecord read = CanonicalRecord.read(json).orThrow();
    assertEquals(CopyAsData.TYPE, read.type());
    assertEquals(copy.recordDigest(), Digests.hex(read.bytes()));
  }
}
