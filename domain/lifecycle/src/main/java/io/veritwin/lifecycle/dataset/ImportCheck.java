package io.veritwin.lifecycle.dataset;

import io.veritwin.records.signature.Refusal;
import java.util.List;

/**
 * What an import would do.
 *
 * @param format the format found, in words; empty when none fits
 * @param batches what each batch would hold
 * @param rejections every value that keeps its row out, in the order of the files
 * @param reasonsAgainst why the files as a whole cannot be imported; empty when they can
 */
public record ImportCheck(
    String format,
    List<CheckedBatch> batches,
    List<RowRejection> rejections,
    List<Refusal> reasonsAgainst) {

  public ImportCheck {
    batches = List.copyOf(batches);
    rejections = List.copyOf(rejections);
    reasonsAgainst = List.copyOf(reasonsAgainst);
  }

  /** Rows left out in all batches, and rows that belong to none. */
  public long rowsRejected() {
    return rejections.stream().map(r -> r.file() + ":" + r.line()).distinct().count();
  }

  /**
   * One batch.
   *
   * @param content what would be stored
   * @param files names of the files it comes from
   * @param reconciliation rows and values counted
   * @param gaps sentences on holes in time, in order
   */
  public record CheckedBatch(
      BatchContent content, List<String> files, Reconciliation reconciliation, List<String> gaps) {
    public CheckedBatch {
      files = List.copyOf(files);
      gaps = List.copyOf(gaps);
    }
  }
}
