package io.veritwin.lifecycle.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * Nothing got lost: rows read = rows accepted + rows rejected.
 *
 * @param rowsRead data rows in the files of the batch
 * @param rowsAccepted rows taken over
 * @param rowsRejected rows left out, each with its reason
 * @param values measured values taken over
 * @param holes cells that were empty and stay empty
 */
@Embeddable
public record Reconciliation(
    @Column(name = "rows_read") int rowsRead,
    @Column(name = "rows_accepted") int rowsAccepted,
    @Column(name = "rows_rejected") int rowsRejected,
    @Column(name = "measured_values") int values,
    @Column(name = "holes") int holes) {

  public Reconciliation {
    if (rowsRead != rowsAccepted + rowsRejected) {
      throw new IllegalArgumentException(
          rowsRead + " rows read, but " + rowsAccepted + " + " + rowsRejected + " accounted for");
    }
  }
}
