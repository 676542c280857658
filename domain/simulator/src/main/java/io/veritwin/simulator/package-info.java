/**
 * A plant that is not there: two bioreactor units behind an OPC UA server in a process of its own.
 *
 * <p>It stands in for a control system in demonstrations and tests. It is richer than, and
 * different from, the model of the twin, shares no equation with it, and never becomes part of the
 * application.
 */
package io.veritwin.simulator;
