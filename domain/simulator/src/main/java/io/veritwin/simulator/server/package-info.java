/**
 * The OPC UA server in front of the simulated units: encrypted sessions of named users, the nodes,
 * who may write which of them, and the faults a test can ask for.
 */
package io.veritwin.simulator.server;
