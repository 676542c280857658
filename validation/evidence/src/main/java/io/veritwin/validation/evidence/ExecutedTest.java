package io.veritwin.validation.evidence;

/** One line of evidence. */
record ExecutedTest(String requirement, String test, Outcome outcome, String reason) {}
