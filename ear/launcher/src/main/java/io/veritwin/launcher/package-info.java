/**
 * Starts a whole demonstration site with one command and stops all of it again: checks the machine,
 * makes the data folder, starts database, identity provider, plant and server, and says where they
 * are. A GxP site starts the same parts by its own means and does not use this package.
 */
package io.veritwin.launcher;
