package io.veritwin.records.trail;

/** One field's value before and after; {@code null} means the field had, or has, no value. */
public record FieldChange(String field, String before, String after) {}
