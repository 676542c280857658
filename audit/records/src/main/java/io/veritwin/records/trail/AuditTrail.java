package io.veritwin.records.trail;

/**
 * The audit trail's door for use cases. Implemented over Hibernate in this module; use cases depend
 * on this interface only.
 */
public interface AuditTrail {

  /**
   * Writes one entry in the transaction of the caller. No record, no act: what this throws undoes
   * the caller's transaction.
   *
   * @return the entry's id, which also rides in an OPC UA write's {@code auditEntryId}
   * @throws IllegalStateException without a transaction
   */
  long record(AuditEvent event);

  /**
   * Writes one entry in a transaction of its own, for a refusal: the refused act is undone, the
   * attempt stays on record.
   */
  long recordRefusal(AuditEvent event);

  /**
   * Writes one entry about something that has happened already: a login, an alarm, a change at the
   * identity provider. Unlike an act it cannot be refused, so it is also written while acts are
   * stopped. In the caller's transaction, or in one of its own when there is none.
   */
  long recordObservation(AuditEvent event);
}
