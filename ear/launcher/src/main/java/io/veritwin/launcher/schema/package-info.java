/**
 * Brings the database's schema up to date, as its owner, before the application starts (URS-615).
 * Knows no table of its own but the one that names the schema.
 */
package io.veritwin.launcher.schema;
