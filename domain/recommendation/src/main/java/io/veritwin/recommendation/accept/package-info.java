/**
 * What a person does with a proposal: the signable acts "accept-recommendation" (choices {@code
 * value}, {@code remark}) and "reject-recommendation" (choices {@code reason}, {@code remark}), the
 * question to the engineer, and the stop of all advice for a unit. Refusals are numbered REC-nn.
 * Must not write to the plant: a signature only makes a recommendation ready for release.
 */
package io.veritwin.recommendation.accept;
