package io.veritwin.ui.model;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.dataset.DataSets;
import io.veritwin.lifecycle.model.CalibrateModel;
import io.veritwin.lifecycle.model.CalibrationRun;
import io.veritwin.lifecycle.model.DomainRange;
import io.veritwin.lifecycle.model.IntendedUse;
import io.veritwin.lifecycle.model.MeasuredNoise;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.RegisterModelVersion;
import io.veritwin.lifecycle.model.RegisterModelVersion.FromCalibration;
import io.veritwin.lifecycle.model.RegisterModelVersion.ParameterSource;
import io.veritwin.lifecycle.model.RegisterModelVersion.Registration;
import io.veritwin.lifecycle.model.RegisterModelVersion.Typed;
import io.veritwin.lifecycle.model.RiskLevel;
import io.veritwin.plant.PlantRegister;
import io.veritwin.recommendation.observe.TwinBindings;
import io.veritwin.records.signature.Refusal;
import io.veritwin.twin.calibration.CalibrationResult;
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
import java.util.Locale;
import java.util.Map;

/**
 * "Register a model version": structure, parameters, data, domain and intended use, declared before
 * any check runs. What the data say is filled in as a start; the engineer declares.
 */
@Named("registering")
@ViewScoped
public class Register implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A quantity's range on the form. */
  public static final class Range implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String quantity;
    private final String title;
    private final String unit;
    private Double lower;
    private Double upper;

    Range(String quantity, String title, String unit, Double lower, Double upper) {
      this.quantity = quantity;
      this.title = title;
      this.unit = unit;
      this.lower = lower;
      this.upper = upper;
    }

    public String getQuantity() {
      return quantity;
    }

    public String getTitle() {
      return title;
    }

    public String getUnit() {
      return unit;
    }

    public Double getLower() {
      return lower;
    }

    public void setLower(Double lower) {
      this.lower = lower;
    }

    public Double getUpper() {
      return upper;
    }

    public void setUpper(Double upper) {
      this.upper = upper;
    }
  }

  @Inject RegisterModelVersion registerModelVersion;
  @Inject CalibrateModel calibrateModel;
  @Inject DataSets dataSets;
  @Inject PlantRegister plant;
  @Inject TwinBindings bindings;
  @Inject CurrentPerson me;

  private String run;
  private String structureId = "cho-fed-batch/1";
  private String model = "";
  private boolean majorChange;
  private String use = "feed advice";
  private String question = "";
  private String context = "";
  private String product = "";
  private String unitClass = "";
  private RiskLevel influence = RiskLevel.MEDIUM;
  private RiskLevel consequence = RiskLevel.MEDIUM;
  private String holdOutSet;
  private String[] credible = {};
  private List<Range> ranges = List.of();
  private List<Calibrate.Measured> measured = List.of();
  private List<Calibrate.Choice> typed = List.of();
  private transient List<Refusal> refusals = List.of();
  private boolean laidOut;
  private double scatter = Double.NaN;

  /** Lays the form out for a calibration run, or for the structure with typed parameters. */
  public void open() {
    if (laidOut) {
      return;
    }
    CalibrationRun from = run == null ? null : calibrateModel.run(run).orElse(null);
    if (from != null) {
      structureId = from.structureId();
    }
    layOut(from);
  }

  /** The structure changed: the form follows. */
  public void changeStructure() {
    layOut(null);
  }

  private void layOut(CalibrationRun from) {
    ProcessModel structure = ProcessModels.find(structureId).orElseThrow();
    DataSet data = from == null ? null : dataSets.find(from.dataSet()).orElse(null);
    ranges = new ArrayList<>();
    ranges.add(new Range("time", "Process time", "h", 0.0, lastTime(data)));
    for (Quantity q : structure.outputs()) {
      ranges.add(rangeOf(q, data));
    }
    scatter = scatterOf(from);
    double times = scatter > 1 ? scatter : 1;
    measured = new ArrayList<>();
    for (Quantity q : structure.outputs()) {
      MeasuredNoise known =
          from == null
              ? null
              : from.noise().stream()
                  .filter(n -> n.output().equals(q.id()))
                  .findFirst()
                  .orElse(null);
      measured.add(
          new Calibrate.Measured(
              q,
              known == null ? 0 : Figures.threeDigits(times * known.absolute()),
              known == null
                  ? (from == null ? 10 : 0)
                  : Figures.threeDigits(times * 100 * known.relative())));
    }
    typed = new ArrayList<>(structure.parameters().stream().map(Calibrate.Choice::new).toList());
    if (product.isEmpty() || !laidOut || isProductOfAUnit()) {
      plant.units().stream()
          .filter(u -> !bindings.of(u.name(), structureId).isEmpty())
          .findFirst()
          .ifPresent(
              u -> {
                product = u.product();
                unitClass = u.title();
              });
    }
    laidOut = true;
  }

  /** True while the product stands as a unit gave it; what a person typed is kept. */
  private boolean isProductOfAUnit() {
    return plant.units().stream()
        .anyMatch(u -> u.product().equals(product) && u.title().equals(unitClass));
  }

  /** How many times further than the errors given the values lie from the fit. */
  private static double scatterOf(CalibrationRun from) {
    if (from == null || !(from.progress() instanceof CalibrationRun.Finished finished)) {
      return Double.NaN;
    }
    CalibrationResult fit = finished.result();
    int free = fit.residualCount() - fit.fittedIds().size();
    return free > 0 ? Math.sqrt(fit.sumOfSquares() / free) : Double.NaN;
  }

  /** Where the errors of measurement on the form come from; empty when they were typed. */
  public String getScatterInWords() {
    if (Double.isNaN(scatter)) {
      return "";
    }
    String words = String.format(Locale.ROOT, "%.2f", scatter);
    return scatter > 1
        ? "In the calibration the values lay "
            + words
            + " times as far from the fit as the errors"
            + " given there, so they stand here multiplied by it."
        : "As given in the calibration, where the values lay "
            + words
            + " times as far from the fit.";
  }

  private static Double lastTime(DataSet data) {
    if (data == null) {
      return null;
    }
    return Figures.above(
        data.batches().stream()
            .flatMap(b -> b.data().observations().stream())
            .mapToDouble(o -> o.time())
            .max()
            .orElse(0));
  }

  private static Range rangeOf(Quantity q, DataSet data) {
    double[] seen =
        data == null
            ? new double[0]
            : data.batches().stream()
                .flatMap(b -> b.data().observations().stream())
                .filter(o -> o.output().equals(q.id()))
                .mapToDouble(o -> o.value())
                .sorted()
                .toArray();
    return new Range(
        q.id(),
        q.title(),
        q.unit(),
        seen.length == 0 ? null : Double.valueOf(Figures.below(seen[0])),
        seen.length == 0 ? null : Double.valueOf(Figures.above(seen[seen.length - 1])));
  }

  /** Registers it as a draft, or says every reason why not. */
  public String register() {
    List<DomainRange> domain = new ArrayList<>();
    List<Refusal> wrong = new ArrayList<>();
    for (Range r : ranges) {
      if (r.getLower() == null || r.getUpper() == null) {
        continue;
      }
      if (r.getLower() < r.getUpper()) {
        domain.add(new DomainRange(r.getQuantity(), r.getLower(), r.getUpper(), r.getUnit()));
      } else {
        wrong.add(
            new Refusal(
                "UI-05",
                "The range of "
                    + r.getTitle()
                    + " is empty: "
                    + r.getLower()
                    + " to "
                    + r.getUpper()
                    + "."));
      }
    }
    if (!wrong.isEmpty()) {
      refusals = wrong;
      return null;
    }
    List<MeasuredNoise> noise = new ArrayList<>();
    for (Calibrate.Measured m : measured) {
      if (m.getAbsolute() > 0 || m.getPercent() > 0) {
        noise.add(new MeasuredNoise(m.getId(), m.getAbsolute(), m.getPercent() / 100));
      }
    }
    Registration registration =
        new Registration(
            model.strip(),
            majorChange,
            structureId,
            source(),
            noise,
            domain,
            new IntendedUse(
                use.strip(),
                question.strip(),
                context.strip(),
                List.of(credible),
                product.strip(),
                unitClass.strip(),
                influence,
                consequence),
            holdOutSet);
    Outcome<ModelVersion> outcome = registerModelVersion.register(registration, me.person());
    if (outcome instanceof Outcome.Refused<ModelVersion> refused) {
      refusals = refused.reasons();
      return null;
    }
    return "/model/models.xhtml?faces-redirect=true&selected="
        + ((Outcome.Done<ModelVersion>) outcome).value().name().replace(" ", "%20");
  }

  private ParameterSource source() {
    if (run != null) {
      return new FromCalibration(run);
    }
    Map<String, Double> values = new LinkedHashMap<>();
    typed.forEach(c -> values.put(c.getId(), c.getValue()));
    return new Typed(values, Map.of());
  }

  public List<Refusal> getRefusals() {
    return refusals == null ? List.of() : refusals;
  }

  /** Risk of the declared influence and consequence: computed, never typed. */
  public String getRisk() {
    return RiskLevel.of(influence, consequence).inWords();
  }

  public List<ProcessModel> getStructures() {
    return ProcessModels.all();
  }

  public List<Quantity> getOutputs() {
    return ProcessModels.find(structureId).orElseThrow().outputs();
  }

  public List<DataSet> getHoldOutSets() {
    return dataSets.all().stream()
        .filter(d -> d.role() == DataSetRole.HOLD_OUT && d.structureId().equals(structureId))
        .toList();
  }

  public RiskLevel[] getLevels() {
    return RiskLevel.values();
  }

  public List<Range> getRanges() {
    return ranges;
  }

  public List<Calibrate.Measured> getMeasured() {
    return measured;
  }

  public List<Calibrate.Choice> getTyped() {
    return typed;
  }

  public String getRun() {
    return run;
  }

  public void setRun(String run) {
    this.run = run == null || run.isBlank() ? null : run;
  }

  public String getStructureId() {
    return structureId;
  }

  public void setStructureId(String structureId) {
    this.structureId = structureId;
  }

  public String getModel() {
    return model;
  }

  public void setModel(String model) {
    this.model = model;
  }

  public boolean isMajorChange() {
    return majorChange;
  }

  public void setMajorChange(boolean majorChange) {
    this.majorChange = majorChange;
  }

  public String getUse() {
    return use;
  }

  public void setUse(String use) {
    this.use = use;
  }

  public String getQuestion() {
    return question;
  }

  public void setQuestion(String question) {
    this.question = question;
  }

  public String getContext() {
    return context;
  }

  public void setContext(String context) {
    this.context = context;
  }

  public String getProduct() {
    return product;
  }

  public void setProduct(String product) {
    this.product = product;
  }

  public String getUnitClass() {
    return unitClass;
  }

  public void setUnitClass(String unitClass) {
    this.unitClass = unitClass;
  }

  public RiskLevel getInfluence() {
    return influence;
  }

  public void setInfluence(RiskLevel influence) {
    this.influence = influence;
  }

  public RiskLevel getConsequence() {
    return consequence;
  }

  public void setConsequence(RiskLevel consequence) {
    this.consequence = consequence;
  }

  public String getHoldOutSet() {
    return holdOutSet;
  }

  public void setHoldOutSet(String holdOutSet) {
    this.holdOutSet = holdOutSet;
  }

  public String[] getCredible() {
    return credible;
  }

  public void setCredible(String[] credible) {
    this.credible = credible;
  }
}
