/**
 * What the platform knows of the plant: units, tags, raw readings exactly as received, gaps, batch
 * context, the twin's level, and the one guarded way to write a setpoint.
 *
 * <p>This package speaks the plant's words and knows no OPC UA: the protocol lives in {@code
 * io.veritwin.plant.opcua}. It must not interpolate, smooth or repair a reading, and nothing
 * outside {@code recommendation}'s release worker may call {@link
 * io.veritwin.plant.PlantGateway#write}.
 */
package io.veritwin.plant;
