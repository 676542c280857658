package io.veritwin.records.trail;

/** What the trail asks of a {@link Regulated} entity. */
public interface RegulatedRecord {

  /** The record's name for people; the version is the entity's {@code @Version} counted from 1. */
  RecordRef recordRef();
}
