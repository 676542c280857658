package io.veritwin.ui.data;

import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSets;
import io.veritwin.lifecycle.dataset.ImportedBatch;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Every imported batch and every data set, newest first, and the one that is opened. */
@Named
@RequestScoped
public class Batches {

  @Inject DataSets dataSets;

  private List<ImportedBatch> imported;
  private List<DataSet> sets;
  private String selected;

  public List<ImportedBatch> getImported() {
    if (imported == null) {
      imported = dataSets.importedBatches();
    }
    return imported;
  }

  public List<DataSet> getSets() {
    if (sets == null) {
      sets = dataSets.all();
    }
    return sets;
  }

  /** The opened batch; {@code null} while none is. */
  public ImportedBatch getOpened() {
    return selected == null ? null : dataSets.importedBatch(selected).orElse(null);
  }

  /** The opened data set; {@code null} while none is. */
  public DataSet getOpenedSet() {
    return selected == null ? null : dataSets.find(selected).orElse(null);
  }

  public String getSelected() {
    return selected;
  }

  public void setSelected(String selected) {
    this.selected = selected;
  }
}
