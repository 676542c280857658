package io.veritwin.ui.unit;

/**
 * Something that is not as it should be, as the alarm strip prints it.
 *
 * @param priority 1 urgent, 2 high, 3 advisory
 * @param id what it is about, stable while it lasts
 * @param what what, value and limit in one phrase
 * @param detail since when, and what to do
 */
public record Alarm(int priority, String id, String what, String detail) {}
