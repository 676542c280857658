/**
 * The plant link over OPC UA (Eclipse Milo): secure session, subscription, gaps, guarded write and
 * read-back. The only package that imports Milo. It must not decide what is written, nor block in a
 * callback of the client.
 */
package io.veritwin.plant.opcua;
