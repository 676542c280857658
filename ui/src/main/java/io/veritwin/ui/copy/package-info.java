/**
 * Certified copies over the REST API: one is given away, one is brought back and checked. The
 * button for it is the part {@code copy.xhtml} on the pages of the records.
 */
package io.veritwin.ui.copy;
