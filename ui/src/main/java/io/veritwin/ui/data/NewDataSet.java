package io.veritwin.ui.data;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.dataset.MakeDataSet;
import io.veritwin.records.signature.Refusal;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** "Make a data set": batches chosen for one role, calibration or hold-out. */
@Named
@RequestScoped
public class NewDataSet {

  @Inject MakeDataSet makeDataSet;
  @Inject CurrentPerson me;

  private String title = "";
  private DataSetRole role = DataSetRole.CALIBRATION;
  private String[] chosen = {};
  private List<Refusal> refusals = List.of();

  /** Makes it, or says why not. */
  public String make() {
    Outcome<DataSet> outcome = makeDataSet.make(title, role, List.of(chosen), me.person());
    if (outcome instanceof Outcome.Refused<DataSet> refused) {
      refusals = refused.reasons();
      return null;
    }
    return "/data/batches.xhtml?faces-redirect=true&selected="
        + ((Outcome.Done<DataSet>) outcome).value().number();
  }

  public List<Refusal> getRefusals() {
    return refusals;
  }

  public DataSetRole[] getRoles() {
    return DataSetRole.values();
  }

  public String getTitle() {
    return title;
  }

  public void setTitle(String title) {
    this.title = title;
  }

  public DataSetRole getRole() {
    return role;
  }

  public void setRole(DataSetRole role) {
    this.role = role;
  }

  public String[] getChosen() {
    return chosen;
  }

  public void setChosen(String[] chosen) {
    this.chosen = chosen;
  }
}
