package io.veritwin.recommendation.recommend;

import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.model.ProcessModels;
import io.veritwin.twin.model.Quantity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signable act "approve-design-space": QA puts a registered design space in force (URS-404). */
@ApplicationScoped
public class ApproveDesignSpace implements SignableAct {

  @Inject DesignSpaces spaces;

  @Override
  public String name() {
    return "approve-design-space";
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    DesignSpaceRecord record = record(request);
    List<Refusal> reasons = new ArrayList<>();
    if (!request.signer().is(Role.QA)) {
      reasons.add(
          new Refusal(
              "REC-20",
              "Not signed. Design space "
                  + record.reference()
                  + " is approved by QA; you are signed in as "
                  + request.signer().roleInWords()
                  + "."));
    }
    if (record.signed()) {
      reasons.add(
          new Refusal(
              "REC-21",
              "Not signed. " + record.reference() + " was signed by " + record.approvedBy() + "."));
    }
    return reasons;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    DesignSpaceRecord record = record(request);
    DesignSpace space = record.space();
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            space.title(),
            space.number(space.lower()) + " to " + space.words(space.upper()),
            true));
    rows.add(Row.of("Setpoint", space.tag() + " of " + record.unit()));
    rows.add(Row.of("One step", "at most " + space.words(space.largestStep())));
    rows.add(Row.of("Resolution", space.words(space.resolution())));
    for (Limit limit : space.limits()) {
      Optional<Quantity> limited = limited(space, limit);
      rows.add(
          Row.of(
              limited.map(Quantity::title).orElse(limit.outputId()),
              (limit.side() == Limit.Side.MINIMUM ? "at least " : "at most ")
                  + limit.value()
                  + limited.map(quantity -> " " + quantity.unit()).orElse("")));
    }
    rows.add(
        Row.of(
            "Tolerated",
            "a breach within "
                + space.horizonHours()
                + " h with a probability of "
                + space.breachProbability()));
    rows.add(Row.of("Intended use", record.use()));
    return new FrozenRecord(
        record.recordRef(),
        "Design space " + record.reference(),
        record.unit(),
        rows,
        Meaning.APPROVED,
        "I have read this design space and approve that recommendations are made inside it.",
        "It takes the place of the one in force for " + space.tag() + ".",
        null,
        JsonObject.builder()
            .put("format", "veritwin-design-space/1")
            .put("unit", record.unit())
            .put("use", record.use())
            .put("space", space.content())
            .build()
            .canonicalBytes());
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    record(request).approve(signature);
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "unit/" + record(request).unit();
  }

  @Override
  public String signedEvent() {
    return "DESIGN_SPACE_APPROVED";
  }

  @Override
  public Map<String, String> signedDetails(SigningRequest request) {
    return Map.of("designSpace.digest", record(request).space().digest());
  }

  /** The model output that a limit is on; a limit is written in its unit. */
  private static Optional<Quantity> limited(DesignSpace space, Limit limit) {
    return ProcessModels.all().stream()
        .filter(model -> model.inputs().stream().anyMatch(i -> i.id().equals(space.input())))
        .flatMap(model -> model.outputs().stream())
        .filter(output -> output.id().equals(limit.outputId()))
        .findFirst();
  }

  private DesignSpaceRecord record(SigningRequest request) {
    return spaces
        .find(request.recordId())
        .orElseThrow(
            () -> new IllegalArgumentException("there is no design space " + request.recordId()));
  }
}
