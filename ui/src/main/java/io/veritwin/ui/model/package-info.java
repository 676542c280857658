/**
 * Models and their versions: calibrate, register, read, assign. Shows what lifecycle computes and
 * stores; computes nothing but the picture of a fit.
 */
package io.veritwin.ui.model;
