/**
 * Units and their tags: last readings as received, gaps, calibrations. Shows what plant holds;
 * never repairs, joins or scales a reading itself.
 */
package io.veritwin.ui.plant;
