/**
 * How long records are kept, what is held beyond that, and how a record leaves.
 *
 * <p>Audit entries never leave; what is disposed of is the record they tell about.
 */
package io.veritwin.records.retention;
