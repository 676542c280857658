package io.veritwin.plant;

/**
 * CDI event, fired asynchronously after a reading is committed. Observe it with {@code
 * ObservesAsync}.
 */
public record ReadingStored(Reading reading) {}
