/**
 * The audit trail (21 CFR 11.10(e)): who did what to which record, when, why and from where, with
 * old and new values, in the transaction of the act itself.
 *
 * <p>Use cases tell it what happened ({@link io.veritwin.records.trail.AuditTrail}); what changed
 * it sees for itself. It never decides whether an act is allowed, and it has no switch.
 */
package io.veritwin.records.trail;
