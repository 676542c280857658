/** Complete synthetic batches as CSV files, for an engineer to import. */
package io.veritwin.simulator.batches;
