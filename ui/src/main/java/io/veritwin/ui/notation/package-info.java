/**
 * Numbers, times, units and digests as the visual language prints them: the same on every page.
 * Knows nothing of records and draws nothing.
 */
package io.veritwin.ui.notation;
