/**
 * Who holds which right to sign, since when, checked by whom, trained until when, last used (21 CFR
 * 11.300(b)), and the acts by which QA and administration keep it. Shows and asks; the rules live
 * in {@code records.right}.
 */
package io.veritwin.ui.people;
