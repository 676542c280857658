/**
 * Who is logged in, from which page, in which theme: resolved once per request and handed to use
 * cases as an argument. Also what every answer carries: security headers and the same-site rule for
 * writes. Must not decide what a person may do; the modules do.
 */
package io.veritwin.ui.session;
