package io.veritwin.records.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.Person;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.review.PrepareTrailReview.Prepared;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reviews of a trail in which the reviewer acted, too. */
class ReviewTrailTest {

  private static final Person QA2 =
      new Person(
          "sub-qa2",
          "qa2",
          "Priya Nair",
          "10127",
          Set.of(TestPlatform.QA.roles().iterator().next()));
  private static final TrailQuery SHEETS = TrailQuery.all().ofRecord("batch sheet", "BS-1");

  private static TestPlatform platform;

  @BeforeAll
  static void aTrail() throws Exception {
    platform = TestPlatform.builder().start();
    Trails.draft(platform, 1, TestPlatform.OPERATOR);
    refuse(TestPlatform.OPERATOR, "REL-06");
    refuse(TestPlatform.QA, "REL-06");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static long refuse(Person who, String rule) {
    return platform
        .get(AuditTrail.class)
        .recordRefusal(
            AuditEvent.refused(
                "BATCH_SHEET_ACCEPTED",
                who,
                new RecordRef("batch sheet", "BS-1", 1),
                "Not accepted. Glucose was 6 s old.",
                rule));
  }

  private static TrailReview prepared(Person who) {
    return assertInstanceOf(
            Prepared.Ready.class, platform.get(PrepareTrailReview.class).prepare(who, SHEETS))
        .review();
  }

  private static SigningOutcome sign(Person who, TrailReview review, String found) {
    return new PersonSigning(platform)
        .sign("review-trail", review.number(), who, Map.of("remark", found));
  }

  private static List<String> rules(SigningOutcome outcome) {
    return assertInstanceOf(SigningOutcome.Refused.class, outcome).reasons().stream()
        .map(Refusal::rule)
        .toList();
  }

  @Test
  @Verifies("URS-196")
  void aReviewCoversOthersEntriesWithTheExceptionsFirstAndIsSignedOnce() {
    TrailReview review = prepared(TestPlatform.QA);
    assertEquals(2, review.entries());
    assertEquals(1, review.exceptions());
    assertEquals(1, review.own());
    List<TrailRow> exceptions = platform.get(TrailSearch.class).exceptions(review.scope(), 10);
    assertEquals(List.of("REL-06"), exceptions.stream().map(TrailRow::rule).toList());
    assertEquals(TestPlatform.OPERATOR.subject(), exceptions.get(0).personId());

    // What happens after it was prepared is not part of it.
    refuse(TestPlatform.OPERATOR, "REL-07");
    assertEquals(List.of("TRV-07"), rules(sign(TestPlatform.QA, review, "Fine.")));
    String found = "The old value was an unplugged probe; nothing was released.";
    assertInstanceOf(SigningOutcome.Signed.class, sign(TestPlatform.QA, review, found));
    TrailReview signed = platform.get(TrailReviews.class).find(review.number()).orElseThrow();
    assertEquals(found, signed.found());
    assertTrue(signed.isSigned());
    assertEquals(List.of("TRV-06"), rules(sign(TestPlatform.QA, review, found)));
  }

  @Test
  @Verifies("URS-196")
  void onlyTheReviewerSignsAndOnlyWhatWasPrepared() {
    TrailReview review = prepared(TestPlatform.QA);
    String found = "Nothing out of the ordinary.";
    assertEquals(List.of("TRV-04"), rules(sign(QA2, review, found)));
    Prepared operators =
        platform.get(PrepareTrailReview.class).prepare(TestPlatform.OPERATOR, SHEETS);
    assertEquals("TRV-01", assertInstanceOf(Prepared.Refused.class, operators).reason().rule());
    Prepared nothing =
        platform
            .get(PrepareTrailReview.class)
            .prepare(TestPlatform.QA, TrailQuery.all().ofRecord("batch sheet", "BS-404"));
    assertEquals("TRV-02", assertInstanceOf(Prepared.Refused.class, nothing).reason().rule());
  }

  // A superuser swaps an entry's hash between preparing and signing.
  @Test
  @Verifies("URS-196")
  void alteredEntriesAreNotSigned() throws Exception {
    try (TestPlatform altered = TestPlatform.builder().start()) {
      long entry = Trails.draft(altered, 7, TestPlatform.OPERATOR);
      Trails.receipt(altered, entry);
      TrailReview review =
          assertInstanceOf(
                  Prepared.Ready.class,
                  altered
                      .get(PrepareTrailReview.class)
                      .prepare(TestPlatform.QA, TrailQuery.all().ofRecord("batch sheet", "BS-7")))
              .review();
      altered
          .database()
          .execute(
              TestDatabase.Role.SUPERUSER,
              "alter table audit_entry disable trigger all; update audit_entry set leaf_hash ="
                  + " decode(repeat('00', 32), 'hex') where record_id = 'BS-7'; alter table"
                  + " audit_entry enable trigger all");
      SigningOutcome outcome =
          new PersonSigning(altered)
              .sign(
                  "review-trail",
                  review.number(),
                  TestPlatform.QA,
                  Map.of("remark", "Nothing out of the ordinary."));
      assertEquals(List.of("TRV-08"), rules(outcome));
    }
  }

  @Test
  @Verifies({"URS-125", "URS-196"})
  void theDatabaseKeepsAReview() {
    TrailReview review = prepared(TestPlatform.QA);
    for (String change :
        List.of(
            "update trail_review set entries = 1, version = version + 1 where number = '",
            "delete from trail_review where number = '")) {
      assertThrows(
          Exception.class,
          () ->
              platform.database().execute(TestDatabase.Role.OWNER, change + review.number() + "'"));
    }
  }
}
