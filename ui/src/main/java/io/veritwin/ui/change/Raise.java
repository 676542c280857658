package io.veritwin.ui.change;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.RaiseChangeRequest;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersionState;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.records.signature.Refusal;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;

/** "Raise a change request" for a draft version. */
@Named("raising")
@ViewScoped
public class Raise implements Serializable {

  private static final long serialVersionUID = 1L;

  @Inject RaiseChangeRequest raiseChangeRequest;
  @Inject ModelVersions versions;
  @Inject CurrentPerson me;

  private String version;
  private String reason = "";
  private transient List<Refusal> refusals = List.of();

  /** Raises it, or says every reason why not. */
  public String raise() {
    Outcome<ChangeRequest> outcome = raiseChangeRequest.raise(version, reason, me.person());
    if (outcome instanceof Outcome.Refused<ChangeRequest> refused) {
      refusals = refused.reasons();
      return null;
    }
    return "/change/review.xhtml?faces-redirect=true&change="
        + ((Outcome.Done<ChangeRequest>) outcome).value().number();
  }

  /** Versions that wait for a change request. */
  public List<ModelVersion> getDrafts() {
    return versions.all().stream().filter(v -> v.state() == ModelVersionState.DRAFT).toList();
  }

  public List<Refusal> getRefusals() {
    return refusals == null ? List.of() : refusals;
  }

  public String getVersion() {
    return version;
  }

  public void setVersion(String version) {
    this.version = version;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }
}
