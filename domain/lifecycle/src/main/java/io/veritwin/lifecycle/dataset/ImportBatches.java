package io.veritwin.lifecycle.dataset;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.Outcome.Done;
import io.veritwin.lifecycle.Outcome.Refused;
import io.veritwin.lifecycle.RecordNumbers;
import io.veritwin.lifecycle.dataset.ImportCheck.CheckedBatch;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Import batches from files (URS-300 to URS-304). Files are checked as a whole; then every batch in
 * them is stored, or none.
 */
@ApplicationScoped
public class ImportBatches {

  /** Larger uploads are refused: no batch this platform knows comes near it. */
  private static final int LARGEST_FILE = 20_000_000;

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject Clock clock;

  /** Reads the files and says what an import would do; stores nothing. */
  public ImportCheck check(List<UploadedFile> files) {
    for (UploadedFile file : files) {
      if (file.bytes().length > LARGEST_FILE) {
        return refused(
            "LIF-01",
            file.name() + " is not imported: it is larger than 20 MB. Split it by batch.");
      }
    }
    List<CsvFile> tables = files.stream().map(CsvFile::read).toList();
    for (BatchFormat format : BatchFormat.all()) {
      if (!tables.isEmpty() && format.recognises(tables)) {
        return format.read(tables);
      }
    }
    return refused(
        "LIF-01",
        files.stream().map(UploadedFile::name).collect(Collectors.joining(", "))
            + (files.size() == 1 ? " is" : " are")
            + " not imported: this is no format the platform reads. It reads "
            + BatchFormat.all().stream()
                .map(BatchFormat::expects)
                .collect(Collectors.joining("; or "))
            + ".");
  }

  /**
   * Imports every batch of the files, or none.
   *
   * @param reason why rejected rows may stay out; may be empty when no row is rejected
   */
  @Transactional
  public Outcome<List<ImportedBatch>> importFiles(
      List<UploadedFile> files, String reason, Person person) {
    ImportCheck check = check(files);
    List<Refusal> against = new ArrayList<>(check.reasonsAgainst());
    if (!person.is(Role.ENGINEER)) {
      against.add(
          new Refusal(
              "LIF-07",
              "Nothing is imported: only a process engineer imports batches, and you act as "
                  + person.roleInWords()
                  + "."));
    }
    if (!check.rejections().isEmpty() && reason.isBlank()) {
      against.add(
          new Refusal(
              "LIF-02",
              "Nothing is imported yet: "
                  + check.rowsRejected()
                  + (check.rowsRejected() == 1 ? " row is" : " rows are")
                  + " rejected. Correct the file, or give the reason why the rows may stay out."));
    }
    for (CheckedBatch batch : check.batches()) {
      sameContent(batch)
          .ifPresent(
              number ->
                  against.add(
                      new Refusal(
                          "LIF-03",
                          "Batch "
                              + batch.content().batch()
                              + " is not imported again: the same content is already there as "
                              + number
                              + ".")));
    }
    if (!against.isEmpty()) {
      trail.recordRefusal(
          AuditEvent.refused(
              "BATCHES_IMPORTED",
              person,
              new RecordRef("imported batch", "none", 1),
              new Refused<>(against).inWords(),
              against.get(0).rule()));
      return new Refused<>(against);
    }
    List<ImportedBatch> imported = new ArrayList<>();
    for (CheckedBatch batch : check.batches()) {
      imported.add(store(batch, check, files, reason.strip(), person));
    }
    return new Done<>(List.copyOf(imported));
  }

  private ImportedBatch store(
      CheckedBatch batch,
      ImportCheck check,
      List<UploadedFile> files,
      String reason,
      Person person) {
    BatchContent content = batch.content();
    String fileDigests =
        files.stream()
            .filter(f -> batch.files().contains(f.name()))
            .map(f -> Digests.hex(f.bytes()))
            .collect(Collectors.joining(","));
    ImportedBatch b = new ImportedBatch();
    b.number = RecordNumbers.next(entities, "imported_batch_number_seq", "IB");
    b.batch = content.batch();
    b.structureId = content.structureId();
    b.format = check.format();
    b.fileNames = String.join(", ", batch.files());
    b.fileDigests = fileDigests;
    b.content = content.canonical();
    b.contentDigest = Digests.hex(b.content);
    b.origin = content.synthetic() ? "synthetic, from a virtual plant" : "measured";
    b.synthetic = content.synthetic();
    b.reconciliation = batch.reconciliation();
    b.rejections =
        RowRejection.writeAll(
            check.rejections().stream().filter(r -> batch.files().contains(r.file())).toList());
    b.reason = reason;
    b.importedBySubject = person.subject();
    b.importedByName = person.printedName();
    b.importedAt = clock.instant();
    entities.persist(b);
    Reconciliation r = b.reconciliation;
    AuditEvent event =
        AuditEvent.of(
                "BATCHES_IMPORTED",
                person,
                b.recordRef(),
                "Batch "
                    + b.batch
                    + " imported as "
                    + b.number
                    + ": "
                    + r.rowsRead()
                    + " rows read, "
                    + r.rowsAccepted()
                    + " accepted, "
                    + r.rowsRejected()
                    + " rejected; "
                    + b.origin
                    + ".")
            .with(Map.of("contentDigest", b.contentDigest, "fileDigests", fileDigests));
    trail.record(reason.isEmpty() ? event : event.because(reason));
    return b;
  }

  private java.util.Optional<String> sameContent(CheckedBatch batch) {
    return entities
        .createQuery(
            "select b.number from ImportedBatch b where b.contentDigest = :digest", String.class)
        .setParameter("digest", Digests.hex(batch.content().canonical()))
        .getResultStream()
        .findFirst();
  }

  private static ImportCheck refused(String rule, String sentence) {
    return new ImportCheck("", List.of(), List.of(), List.of(new Refusal(rule, sentence)));
  }
}
