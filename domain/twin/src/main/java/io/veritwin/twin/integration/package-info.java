/**
 * Solves differential equations; a failure is a result that says where and why.
 *
 * <p>Must not know any particular process model.
 */
package io.veritwin.twin.integration;
