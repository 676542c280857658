/** A batch measured in the past, replayed as if it ran now. It cannot react to anything. */
package io.veritwin.simulator.replay;
