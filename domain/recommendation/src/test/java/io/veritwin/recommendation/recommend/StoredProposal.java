package io.veritwin.recommendation.recommend;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.Meaning;
import java.time.Instant;
import java.util.Set;

/** A recommendation as the recommender would have stored it: feed of BR-204 from 42.0 to 46.5. */
public final class StoredProposal {

  public static final Instant PROPOSED_AT = Instant.parse("2026-11-20T09:40:00Z");
  public static final Person OPERATOR =
      new Person("sub-operator", "operator", "Marta Reuter", "10482", Set.of(Role.OPERATOR));

  private StoredProposal() {}

  /** Waiting for a person. */
  public static Recommendation proposed() {
    Recommendation r = new Recommendation();
    r.id = 412L;
    r.unit = "BR-204";
    r.product = "mAb VT-017";
    r.batch = "B26-1107";
    r.phase = "Feeding";
    r.processTime = 148.0;
    r.tag = "FIC-204.SP";
    r.nodeId = "BR204.FIC-204.SP";
    r.valueUnit = "mL/h";
    r.currentValue = 42.0;
    r.proposedValue = 46.5;
    r.state = RecommendationState.PROPOSED;
    r.proposedAt = PROPOSED_AT;
    r.expiresAt = PROPOSED_AT.plusSeconds(1200);
    r.useId = "use-412";
    r.modelVersion = "CHO-FB 1.3";
    r.modelDigest = "a".repeat(64);
    r.designSpace = "DS-204 rev 1";
    r.taskId = "task-1";
    r.bpmnDigest = "b".repeat(64);
    return r;
  }

  /** Accepted with a value by the operator. */
  public static Recommendation signed(double value) {
    Recommendation r = proposed();
    ((ProposedRecommendation) r.stage()).sign(value, signature(r));
    return r;
  }

  /** The operator's signature on it. */
  public static ElectronicSignature signature(Recommendation r) {
    return new ElectronicSignature(
        "S-1",
        r.recordRef(),
        Meaning.ACCEPTED_FOR_RELEASE,
        OPERATOR,
        PROPOSED_AT.plusSeconds(60),
        "d".repeat(64),
        "e".repeat(64),
        "",
        "",
        7001L);
  }
}
