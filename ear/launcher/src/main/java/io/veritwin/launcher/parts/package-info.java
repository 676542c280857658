/**
 * The parts of a site, each a process of its own: database, identity provider, plant, server. Each
 * class knows how its part is prepared, started, found ready and stopped; none knows another.
 */
package io.veritwin.launcher.parts;
