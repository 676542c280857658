package io.veritwin.plant;

import java.time.Instant;

/**
 * A stretch of time for which values may be missing: a stored object, never an interpolation
 * (URS-243). It is stored when the first value after it arrives and never changes.
 *
 * @param id the store's number; 0 before it is stored
 * @param unit the unit, for example "BR-204"
 * @param tag the tag; {@code null} when the gap concerns the whole unit
 * @param kind why values are missing
 * @param from time of the last value before it
 * @param to time of the first value after it; before {@code from} when the plant's time ran back
 * @param words what happened, in one sentence
 * @param storedAt when the gap was recognised
 */
public record ReadingGap(
    long id,
    String unit,
    String tag,
    GapKind kind,
    Instant from,
    Instant to,
    String words,
    Instant storedAt) {}
