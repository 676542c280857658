/**
 * The REST API of live data and downloads: its root and how it answers when something is not as
 * asked, always in a sentence. Holds no resource itself; each stands beside the page it serves.
 */
package io.veritwin.ui.api;
