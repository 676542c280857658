/**
 * What a certified copy of a record holds (21 CFR 11.10(b), Annex 11 8): its content with every
 * value changed since its first entry, its whole history, its signatures with the answer whether
 * they verify, and the same for machines as JSON, CSV and XML.
 *
 * <p>Collects from the trail, so it copies a record of any kind; a module that owns a kind adds
 * what belongs to the whole of it ({@link io.veritwin.records.copy.WholeRecord}). Draws no page and
 * signs nothing.
 */
package io.veritwin.records.copy;
