package io.veritwin.recommendation.recommend;

import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.ElectronicSignatures;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SignatureOrder;
import io.veritwin.records.signature.SignatureOrder.Place;
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
import java.util.Set;

/**
 * Signable act "approve-design-space" (URS-404, URS-190): a process engineer signs that the
 * registered design space is theirs to answer for, then another person of QA approves it, which
 * puts it in force.
 */
@ApplicationScoped
public class ApproveDesignSpace implements SignableAct {

  static final SignatureOrder ORDER =
      SignatureOrder.of(
          new Place(Meaning.AUTHORED, Role.ENGINEER), new Place(Meaning.APPROVED, Role.QA));

  @Inject DesignSpaces spaces;
  @Inject ElectronicSignatures signatures;

  @Override
  public String name() {
    return "approve-design-space";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return next(record(request)).map(place -> Set.of(place.function())).orElse(Set.of());
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    DesignSpaceRecord record = record(request);
    List<Refusal> reasons =
        new ArrayList<>(
            ORDER.reasonsAgainst(
                "Design space " + record.reference(), request.signer(), filled(record)));
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
    List<ElectronicSignature> filled = filled(record);
    filled.forEach(
        signature ->
            rows.add(
                Row.of(
                    signature.meaning().label(),
                    signature.signer().printedName()
                        + ", "
                        + signature.number()
                        + ", "
                        + signature.signedAt())));
    rows.add(Row.of("Signatures asked for", ORDER.inWords()));
    Meaning meaning = ORDER.next(filled).map(Place::meaning).orElse(Meaning.APPROVED);
    return new FrozenRecord(
        record.recordRef(),
        "Design space " + record.reference(),
        record.unit(),
        rows,
        meaning,
        meaning == Meaning.AUTHORED
            ? "I answer for the ranges, steps and limits of this design space."
            : "I have read this design space and approve that recommendations are made inside it.",
        meaning == Meaning.AUTHORED
            ? "It waits for the approval of another person, of QA; nothing changes before."
            : "It takes the place of the one in force for " + space.tag() + ".",
        null,
        canonical(record));
  }

  private static byte[] canonical(DesignSpaceRecord record) {
    return JsonObject.builder()
        .put("format", "veritwin-design-space/1")
        .put("unit", record.unit())
        .put("use", record.use())
        .put("space", record.space().content())
        .build()
        .canonicalBytes();
  }

  /** Whose signature the design space waits for; empty when it is approved. */
  public Optional<Place> next(DesignSpaceRecord record) {
    return record.signed() ? Optional.empty() : ORDER.next(filled(record));
  }

  private List<ElectronicSignature> filled(DesignSpaceRecord record) {
    return ORDER.filled(
        signatures.standing(record.recordRef().type(), record.recordRef().id(), canonical(record)));
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    DesignSpaceRecord record = spaces.held(request.recordId());
    // Two who signed the same place at once: the one who comes second finds it filled.
    if (filled(record).stream().noneMatch(s -> s.number().equals(signature.number()))) {
      throw new IllegalStateException(
          signature.meaning().label() + " of " + record.reference() + " is signed already");
    }
    if (signature.meaning() == Meaning.APPROVED) {
      record.approve(signature);
    }
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "unit/" + record(request).unit();
  }

  @Override
  public String signedEvent(SigningRequest request) {
    return next(record(request)).filter(place -> place.meaning() == Meaning.AUTHORED).isPresent()
        ? "DESIGN_SPACE_AUTHORED"
        : "DESIGN_SPACE_APPROVED";
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
