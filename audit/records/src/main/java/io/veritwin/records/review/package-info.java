/**
 * Reviews of the audit trail by somebody who did not act in it: what is covered is fixed when the
 * review is prepared, exceptions come first, and the review is itself a signed record (Annex 11, 9;
 * PIC/S PI 041-1, 9.8).
 */
package io.veritwin.records.review;
