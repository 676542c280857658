package io.veritwin.validation.evidence;

/** One user requirement as written in {@code docs-validation/10-user-requirements}. */
record Requirement(String id, String title, String area) {}
