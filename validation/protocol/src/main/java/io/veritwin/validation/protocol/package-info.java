/**
 * Executes the checks of a change request against its model version, and writes the report (A22-10,
 * FAI-03, FAI-04, VV-01, VV-02).
 *
 * <p>Limits come from the signed request and are never changed here; data come from the signed data
 * sets. What cannot be computed counts as failed. Decides nothing: QA does.
 */
package io.veritwin.validation.protocol;
