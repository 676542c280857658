/**
 * What belongs to the whole of a recommendation and of a batch when a certified copy of it is
 * issued (21 CFR 11.10(b)). Reads only.
 */
package io.veritwin.recommendation.copy;
