/**
 * Imported batches and data sets: what an import would do before it is done, each rejected row with
 * its reason, and what stands on record. Judges no data itself; lifecycle does.
 */
package io.veritwin.ui.data;
