/**
 * What belongs to the whole of a recommendation, of a batch and of a unit when a certified copy of
 * it is issued (21 CFR 11.10(b)), and when it is the scope of an inspection. Reads only.
 */
package io.veritwin.recommendation.copy;
