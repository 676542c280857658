/**
 * What a batch is to the engine: start, inputs, samples, and the refusal of data that cannot be.
 *
 * <p>Must not read files or databases.
 */
package io.veritwin.twin.run;
