/**
 * The audit trail for those who check it: search, one entry before and after, its proof recomputed
 * in the reader's own browser, copies to take away. Reads only; what is exported is itself an
 * entry.
 */
package io.veritwin.ui.audit;
