package io.veritwin.records.signature;

/**
 * One reason why an act did not happen. The sentence says what did not happen, what is true now and
 * what to do next, in the words of the plant.
 *
 * @param rule the rule's number, for example "SIG-04"
 * @param sentence the explanation shown to the person and written to the trail
 */
public record Refusal(String rule, String sentence) {}
