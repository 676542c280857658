/** What every simulated unit offers: points it publishes, setpoints and commands it takes. */
package io.veritwin.simulator.unit;
