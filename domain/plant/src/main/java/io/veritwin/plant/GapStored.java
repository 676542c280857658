package io.veritwin.plant;

/** CDI event, fired asynchronously after a gap is committed. */
public record GapStored(ReadingGap gap) {}
