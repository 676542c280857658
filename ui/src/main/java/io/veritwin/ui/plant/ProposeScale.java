package io.veritwin.ui.plant;

import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.TagKind;
import io.veritwin.plant.calibration.ProposeTagCalibration;
import io.veritwin.plant.calibration.ProposeTagCalibration.Proposed;
import io.veritwin.plant.calibration.ProposeTagCalibration.Scale;
import io.veritwin.records.signature.Refusal;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;

/** "Propose a scale": what an engineer says of a tag's calibration, for a second person to sign. */
@Named("scaling")
@ViewScoped
public class ProposeScale implements Serializable {

  private static final long serialVersionUID = 1L;

  @Inject ProposeTagCalibration proposeTagCalibration;
  @Inject PlantRegister register;
  @Inject CurrentPerson me;

  private String unit;
  private String tag;
  private Double gain;
  private double offset;
  private String ucum = "";
  private String evidence = "";
  private transient List<Refusal> refusals = List.of();

  /** True when the tag asked for is one that measures: what commands or names has no scale. */
  public boolean isMeasured() {
    return register
        .tag(String.valueOf(unit), String.valueOf(tag))
        .filter(t -> t.kind() == TagKind.MEASUREMENT || t.kind() == TagKind.ASSAY)
        .isPresent();
  }

  /** Stores the proposal, or says why not. */
  public String propose() {
    if (gain == null) {
      refusals =
          List.of(new Refusal("UI-07", "No gain was typed for " + tag + ", so nothing is stored."));
      return null;
    }
    Proposed outcome =
        proposeTagCalibration.propose(
            me.person(), unit, tag, new Scale(gain, offset, ucum.strip(), evidence));
    if (outcome instanceof Proposed.Refused refused) {
      refusals = List.of(refused.reason());
      return null;
    }
    return "/plant/tags.xhtml?faces-redirect=true&unit="
        + unit
        + "&calibration="
        + ((Proposed.Waiting) outcome).calibration().number();
  }

  public List<Refusal> getRefusals() {
    return refusals == null ? List.of() : refusals;
  }

  public String getUnit() {
    return unit;
  }

  public void setUnit(String unit) {
    this.unit = unit;
  }

  public String getTag() {
    return tag;
  }

  public void setTag(String tag) {
    this.tag = tag;
  }

  public Double getGain() {
    return gain;
  }

  public void setGain(Double gain) {
    this.gain = gain;
  }

  public double getOffset() {
    return offset;
  }

  public void setOffset(double offset) {
    this.offset = offset;
  }

  public String getUcum() {
    return ucum;
  }

  public void setUcum(String ucum) {
    this.ucum = ucum;
  }

  public String getEvidence() {
    return evidence;
  }

  public void setEvidence(String evidence) {
    this.evidence = evidence;
  }
}
