package io.veritwin.ui.model;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.dataset.DataSets;
import io.veritwin.lifecycle.model.CalibrateModel;
import io.veritwin.lifecycle.model.CalibrationRun;
import io.veritwin.lifecycle.model.MeasuredNoise;
import io.veritwin.records.signature.Refusal;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import io.veritwin.twin.model.Quantity;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * "Calibrate a model": which parameters move, how well each output is measured, then a long run.
 */
@Named
@ViewScoped
public class Calibrate implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A parameter on the form: fitted within its bounds, or held at a value. */
  public static final class Choice implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final String title;
    private final String unit;
    private final String bounds;
    private double value;
    private boolean fitted = true;

    Choice(ParameterDefinition p) {
      this.id = p.id();
      this.title = p.title();
      this.unit = p.unit();
      this.bounds = p.lower() + " to " + p.upper();
      this.value = p.nominal();
    }

    public String getId() {
      return id;
    }

    public String getTitle() {
      return title;
    }

    public String getUnit() {
      return unit;
    }

    public String getBounds() {
      return bounds;
    }

    public double getValue() {
      return value;
    }

    public void setValue(double value) {
      this.value = value;
    }

    public boolean isFitted() {
      return fitted;
    }

    public void setFitted(boolean fitted) {
      this.fitted = fitted;
    }
  }

  /** An output on the form: how well it is measured. */
  public static final class Measured implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final String title;
    private final String unit;
    private double absolute;
    private double percent;

    Measured(Quantity q, double absolute, double percent) {
      this.id = q.id();
      this.title = q.title();
      this.unit = q.unit();
      this.absolute = absolute;
      this.percent = percent;
    }

    public String getId() {
      return id;
    }

    public String getTitle() {
      return title;
    }

    public String getUnit() {
      return unit;
    }

    public double getAbsolute() {
      return absolute;
    }

    public void setAbsolute(double absolute) {
      this.absolute = absolute;
    }

    public double getPercent() {
      return percent;
    }

    public void setPercent(double percent) {
      this.percent = percent;
    }
  }

  @Inject CalibrateModel calibrateModel;
  @Inject DataSets dataSets;
  @Inject CurrentPerson me;

  private String set;
  private String run;
  private transient List<Refusal> refusals = List.of();
  private List<Choice> choices = List.of();
  private List<Measured> measured = List.of();
  private String structureId;

  /** Lays the form out for the data set's structure. */
  public void open() {
    if (run != null || set == null || structureId != null) {
      return;
    }
    DataSet data = dataSets.find(set).orElse(null);
    ProcessModel model = data == null ? null : ProcessModels.find(data.structureId()).orElse(null);
    if (model == null) {
      return;
    }
    structureId = data.structureId();
    choices = new ArrayList<>(model.parameters().stream().map(Choice::new).toList());
    Set<String> held = calibrateModel.usuallyHeld(structureId).keySet();
    choices.forEach(c -> c.setFitted(!held.contains(c.getId())));
    Set<String> observed = new TreeSet<>();
    data.batches().forEach(b -> b.data().observations().forEach(o -> observed.add(o.output())));
    measured =
        new ArrayList<>(
            model.outputs().stream()
                .filter(o -> observed.contains(o.id()))
                .map(o -> new Measured(o, Figures.twoPercent(largest(data, o.id())), 5))
                .toList());
  }

  private static double largest(DataSet data, String output) {
    return data.batches().stream()
        .flatMap(b -> b.data().observations().stream())
        .filter(o -> o.output().equals(output))
        .mapToDouble(o -> o.value())
        .max()
        .orElse(0);
  }

  /** Starts the run and goes to its progress. */
  public String start() {
    Map<String, Double> fixed = new LinkedHashMap<>();
    choices.stream().filter(c -> !c.isFitted()).forEach(c -> fixed.put(c.getId(), c.getValue()));
    List<MeasuredNoise> noise = new ArrayList<>();
    List<Refusal> wrong = new ArrayList<>();
    if (fixed.size() == choices.size()) {
      wrong.add(
          new Refusal("UI-03", "No parameter is chosen to be fitted, so there is nothing to do."));
    }
    for (Measured m : measured) {
      if (m.getAbsolute() > 0 || m.getPercent() > 0) {
        noise.add(new MeasuredNoise(m.getId(), m.getAbsolute(), m.getPercent() / 100));
      }
    }
    if (noise.isEmpty()) {
      wrong.add(
          new Refusal(
              "UI-04", "No output has an uncertainty, so no measured value could be weighed."));
    }
    if (!wrong.isEmpty()) {
      refusals = wrong;
      return null;
    }
    Outcome<String> outcome = calibrateModel.start(structureId, set, fixed, noise, me.person());
    if (outcome instanceof Outcome.Refused<String> refused) {
      refusals = refused.reasons();
      return null;
    }
    return "/model/calibrate.xhtml?faces-redirect=true&run="
        + ((Outcome.Done<String>) outcome).value();
  }

  /** Calibration sets to choose from. */
  public List<DataSet> getSets() {
    return dataSets.all().stream().filter(d -> d.role() == DataSetRole.CALIBRATION).toList();
  }

  /** Calibrations on record, newest first. */
  public List<CalibrationRun> getRuns() {
    return calibrateModel.runs();
  }

  /** How a run stands, in one sentence. */
  public String stands(CalibrationRun other) {
    if (other.progress() instanceof CalibrationRun.Running running) {
      return "Runs: " + running.words();
    }
    return other.progress() instanceof CalibrationRun.Finished finished
        ? finished.result().stopWords()
        : "No parameters came out. " + ((CalibrationRun.Ended) other.progress()).words();
  }

  public List<Refusal> getRefusals() {
    return refusals == null ? List.of() : refusals;
  }

  public List<Choice> getChoices() {
    return choices;
  }

  public List<Measured> getMeasured() {
    return measured;
  }

  public String getStructureId() {
    return structureId;
  }

  public String getSet() {
    return set;
  }

  public void setSet(String set) {
    this.set = set;
  }

  public String getRun() {
    return run;
  }

  public void setRun(String run) {
    this.run = run;
  }
}
