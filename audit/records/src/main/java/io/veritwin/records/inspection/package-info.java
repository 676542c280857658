/**
 * Access of inspectors (21 CFR 11.10(d)): opened by QA for a person, on somebody's behalf, for a
 * time and to a scope; what it does not cover is refused here, on the server, and what is read is
 * an entry.
 *
 * <p>Life of an access: opened by QA, in force from its first to its last instant, extended or
 * ended by QA, never changed otherwise. The {@code ui} module tells once per request whose access
 * bounds it ({@link io.veritwin.records.inspection.ReadingScope}); search, export, copies and
 * checks ask there.
 */
package io.veritwin.records.inspection;
