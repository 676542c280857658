/**
 * The virtual bioreactor: a CHO culture with equations of its own, and the equipment around it:
 * pump, mixing, control loops, probes, laboratory.
 */
package io.veritwin.simulator.culture;
