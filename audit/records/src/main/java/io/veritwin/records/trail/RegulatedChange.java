package io.veritwin.records.trail;

import java.util.List;

/**
 * What Hibernate did to one regulated entity in one transaction.
 *
 * @param entity the entity's name and key, for people: "Recommendation 17"
 * @param record the record it belongs to, as it stood when the change was seen
 * @param fields the fields that changed
 */
record RegulatedChange(String entity, RecordRef record, List<FieldChange> fields) {}
