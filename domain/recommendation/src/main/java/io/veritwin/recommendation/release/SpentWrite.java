package io.veritwin.recommendation.release;

import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * A use-id that was spent by an intent to write. Written once: a second intent for the same use-id
 * fails on the key, whatever any worker believes.
 */
@Entity
@Table(name = "spent_write")
@Regulated
public class SpentWrite implements RegulatedRecord {

  @Id
  @Column(name = "use_id")
  String useId;

  @Column(name = "recommendation_id", nullable = false)
  long recommendation;

  @Column(nullable = false)
  Instant at;

  protected SpentWrite() {}

  SpentWrite(Recommendation r, Instant at) {
    this.useId = r.useId();
    this.recommendation = Recommendation.keyOf(r.number());
    this.at = at;
  }

  /** It is part of its recommendation's record. */
  @Override
  public RecordRef recordRef() {
    return new RecordRef("recommendation", String.format("P-%04d", recommendation), 1);
  }
}
