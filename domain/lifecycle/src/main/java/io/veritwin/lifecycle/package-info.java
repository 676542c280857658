/**
 * The life of models: data sets, model versions, change requests, assignments (A22-13, GX-02).
 *
 * <p>Every rule that can refuse is numbered LIF-… and answers in one sentence. This module computes
 * no model and draws no page; it never lets a version become effective without a signature.
 */
package io.veritwin.lifecycle;
