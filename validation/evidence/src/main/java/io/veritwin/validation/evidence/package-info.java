/**
 * Build-time evidence: which test verifies which requirement, what was executed, and the gate that
 * refuses a build with a hole in the matrix. Nothing here enters the product.
 */
package io.veritwin.validation.evidence;
