package io.veritwin.plant;

import java.time.Instant;

/**
 * How many readings of one tag were received in a time, and between which values.
 *
 * @param tag the tag, for example "TIC-204.PV"
 * @param readings readings received
 * @param notGood those of them that the plant does not vouch for
 * @param first source time of the first
 * @param last source time of the last
 * @param lowest smallest good value, in the tag's unit; {@code null} where none is a number
 * @param highest largest good value, in the tag's unit; {@code null} where none is a number
 */
public record ReadingSummary(
    String tag,
    long readings,
    long notGood,
    Instant first,
    Instant last,
    Double lowest,
    Double highest) {}
