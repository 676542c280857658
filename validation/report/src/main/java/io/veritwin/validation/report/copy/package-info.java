/**
 * Certified copies of records (21 CFR 11.10(b), Annex 11 8): issued in one act that is an audit
 * entry before the copy exists, and checked when somebody brings one back.
 *
 * <p>What a copy holds is collected by {@code io.veritwin.records.copy}; here it is put on paper
 * and certified. Knows nothing of the kinds of records.
 */
package io.veritwin.validation.report.copy;
