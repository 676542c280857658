/**
 * Backup and restore of a site with a database of its own, the drill that proves a backup good, and
 * the archive package that outlives the product.
 */
package io.veritwin.launcher.backup;
