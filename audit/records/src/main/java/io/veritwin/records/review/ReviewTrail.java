package io.veritwin.records.review;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.records.trail.TrailSearch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Review the trail, signable act "review-trail" (URS-196). The choice "remark" says what was found;
 * the covered entries must still have the digest they had when the review was prepared.
 */
@ApplicationScoped
public class ReviewTrail implements SignableAct {

  private static final int LEAST = 10;

  @Inject TrailReviews reviews;
  @Inject TrailSearch search;

  @Override
  public String name() {
    return "review-trail";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.QA);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    List<Refusal> reasons = new ArrayList<>();
    TrailReview review = review(request);
    if (!request.signer().subject().equals(review.preparedBy())) {
      reasons.add(
          refusal(
              "TRV-04",
              review.number()
                  + " was prepared by "
                  + review.preparedByName()
                  + ", whose own entries it leaves out; prepare a review of your own."));
    }
    if (!request.signer().is(Role.QA)) {
      reasons.add(
          refusal(
              "TRV-05",
              "QA reviews the audit trail; you are signed in as "
                  + request.signer().roleInWords()
                  + "."));
    }
    if (review.isSigned()) {
      reasons.add(
          refusal(
              "TRV-06",
              review.number()
                  + " was signed by "
                  + review.preparedByName()
                  + " at "
                  + review.signedAt()
                  + "."));
    }
    if (request.choice("remark").strip().length() < LEAST) {
      reasons.add(
          refusal(
              "TRV-07",
              "Say in at least "
                  + LEAST
                  + " characters what you found, also about the "
                  + review.exceptions()
                  + " exceptions."));
    }
    if (!search.cover(review.scope()).digest().equals(review.digest())) {
      reasons.add(
          refusal(
              "TRV-08",
              "The entries that "
                  + review.number()
                  + " covers are not those it was prepared for. Verify the whole log, and call the"
                  + " administrator."));
    }
    return reasons;
  }

  private static Refusal refusal(String rule, String sentence) {
    return new Refusal(rule, "Not signed. " + sentence + " (" + rule + ")");
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    TrailReview review = review(request);
    return new FrozenRecord(
        review.recordRef(),
        "Audit trail review " + review.number(),
        review.scopeInWords(),
        List.of(
            new Row(
                "Entries",
                review.entries() + ", of them " + review.exceptions() + " exceptions",
                true),
            Row.of("Covers", review.scopeInWords()),
            Row.of("Left out", review.own() + " entries of the reviewer"),
            Row.of("Prepared", review.preparedByName() + ", " + review.preparedAt()),
            Row.of("Found", request.choice("remark")),
            Row.of("Digest of the entries", review.digest())),
        Meaning.REVIEWED,
        "I have reviewed these entries, the exceptions first, and report what I found.",
        "The review is a record of its own; the entries stay as they are.",
        null,
        CanonicalRecord.of(
                "trail-review",
                JsonObject.builder()
                    .put("number", review.number())
                    .put("covers", review.scopeInWords())
                    .put("entries", review.entries())
                    .put("exceptions", review.exceptions())
                    .put("own", review.own())
                    .put("digest", review.digest())
                    .put("found", request.choice("remark"))
                    .build())
            .bytes());
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    reviews.lock(request.recordId()).sign(request.choice("remark").strip(), signature);
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "trail-review/" + request.recordId();
  }

  @Override
  public String signedEvent() {
    return "TRAIL_REVIEWED";
  }

  private TrailReview review(SigningRequest request) {
    return reviews
        .find(request.recordId())
        .orElseThrow(
            () -> new IllegalArgumentException("there is no review " + request.recordId()));
  }
}
