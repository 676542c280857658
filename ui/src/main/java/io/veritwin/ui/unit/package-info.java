/**
 * The operator's view of one unit: live values, estimates, forecast, alarms, the proposal and what
 * becomes of it. Shows what the modules hold and decides nothing; an act leads to the signature.
 */
package io.veritwin.ui.unit;
