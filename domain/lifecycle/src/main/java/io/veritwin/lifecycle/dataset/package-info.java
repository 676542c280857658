/**
 * Batches imported from files and the data sets made of them (A22-08, A22-09, DI-04).
 *
 * <p>A file is read as it is: what does not fit is rejected row by row with the reason, never
 * repaired. Nothing here fits or judges a model.
 */
package io.veritwin.lifecycle.dataset;
