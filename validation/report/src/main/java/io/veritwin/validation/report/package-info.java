/**
 * Reports as PDF/A-3b: laid out from typed blocks, sealed with PAdES (P11-03, 21 CFR 11.50, 11.70).
 *
 * <p>Knows nothing of models or criteria: the owner of a report fills a {@link
 * io.veritwin.validation.report.ReportDocument} in words and numbers as they are to be printed. The
 * same document always gives the same bytes.
 */
package io.veritwin.validation.report;
