package io.veritwin.records.trail;

import io.veritwin.records.identity.Actor;
import java.util.List;
import java.util.Map;

/**
 * What a use case tells the trail (21 CFR 11.10(e)). The trail adds the time, the place in the log
 * and the field changes that Hibernate saw on {@code record} in the same transaction.
 *
 * @param event the event's name in capitals, one phrase with the use case: RECOMMENDATION_RELEASED
 * @param who the person or machine that acts
 * @param record the record concerned
 * @param sentence what happened in one plain sentence, as the explorer prints it
 * @param reason why, as given by the person; {@code null} where the act needs none
 * @param refused true when the act was refused and nothing changed
 * @param rule the rule that refused, for example "REL-06"; {@code null} when not refused
 * @param changes field changes that are not on an entity (the entity's own are added by the trail)
 * @param details further canonical values to keep in the entry: digests, values with unit,
 *     addresses
 */
public record AuditEvent(
    String event,
    Actor who,
    RecordRef record,
    String sentence,
    String reason,
    boolean refused,
    String rule,
    List<FieldChange> changes,
    Map<String, String> details) {

  public AuditEvent {
    if (event == null || !event.matches("[A-Z][A-Z0-9_]{2,63}")) {
      throw new IllegalArgumentException("an event is named in capitals, got " + event);
    }
    changes = List.copyOf(changes);
    details = Map.copyOf(details);
  }

  /** An act that was carried out. */
  public static AuditEvent of(String event, Actor who, RecordRef record, String sentence) {
    return new AuditEvent(event, who, record, sentence, null, false, null, List.of(), Map.of());
  }

  /** An attempt that was refused by {@code rule}; the record stays as it was. */
  public static AuditEvent refused(
      String event, Actor who, RecordRef record, String sentence, String rule) {
    return new AuditEvent(event, who, record, sentence, null, true, rule, List.of(), Map.of());
  }

  public AuditEvent because(String why) {
    return new AuditEvent(event, who, record, sentence, why, refused, rule, changes, details);
  }

  public AuditEvent with(Map<String, String> more) {
    return new AuditEvent(event, who, record, sentence, reason, refused, rule, changes, more);
  }

  public AuditEvent changing(List<FieldChange> fields) {
    return new AuditEvent(event, who, record, sentence, reason, refused, rule, fields, details);
  }
}
