package io.veritwin.ui.data;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.dataset.ImportBatches;
import io.veritwin.lifecycle.dataset.ImportCheck;
import io.veritwin.lifecycle.dataset.ImportedBatch;
import io.veritwin.lifecycle.dataset.UploadedFile;
import io.veritwin.records.signature.Refusal;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** "Import batches": files are checked first, every rejected row is explained, then imported. */
@Named("importing")
@ViewScoped
public class Import implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int ROWS_SHOWN = 200;

  @Inject ImportBatches importBatches;
  @Inject CurrentPerson me;

  private transient List<Part> parts = List.of();
  private transient List<UploadedFile> files = List.of();
  private transient ImportCheck check;
  private transient List<Refusal> refusals = List.of();
  private String reason = "";

  /** Reads the files and says what an import would do; stores nothing. */
  public void check() throws IOException {
    files = new ArrayList<>();
    for (Part part : parts == null ? List.<Part>of() : parts) {
      if (part.getSize() > 0) {
        try (InputStream in = part.getInputStream()) {
          String name = Path.of(part.getSubmittedFileName()).getFileName().toString();
          files.add(new UploadedFile(name, in.readAllBytes()));
        }
      }
    }
    refusals = List.of();
    if (files.isEmpty()) {
      check = null;
      refusals = List.of(new Refusal("UI-02", "No file was chosen, so nothing was checked."));
      return;
    }
    check = importBatches.check(files);
  }

  /** Imports every batch of the files, or none. */
  public String importNow() {
    Outcome<List<ImportedBatch>> outcome = importBatches.importFiles(files, reason, me.person());
    if (outcome instanceof Outcome.Refused<List<ImportedBatch>> refused) {
      refusals = refused.reasons();
      return null;
    }
    ImportedBatch first = ((Outcome.Done<List<ImportedBatch>>) outcome).value().get(0);
    return "/data/batches.xhtml?faces-redirect=true&selected=" + first.number();
  }

  /** The files are put aside; nothing was stored. */
  public void startAgain() {
    files = List.of();
    check = null;
    refusals = List.of();
  }

  /** True when what was checked may be imported. */
  public boolean isImportable() {
    return check != null && check.reasonsAgainst().isEmpty() && !check.batches().isEmpty();
  }

  public ImportCheck getCheck() {
    return check;
  }

  /** The first rejected rows; the whole list stands in the stored record. */
  public List<io.veritwin.lifecycle.dataset.RowRejection> getRejections() {
    return check.rejections().stream().limit(ROWS_SHOWN).toList();
  }

  public List<UploadedFile> getFiles() {
    return files;
  }

  public List<Refusal> getRefusals() {
    return refusals;
  }

  public List<Part> getParts() {
    return parts;
  }

  public void setParts(List<Part> parts) {
    this.parts = parts;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }
}
