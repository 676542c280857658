/**
 * Which effective version serves which unit, product and intended use, and whether the running code
 * still is what was approved (A22-13). Nothing else decides which model may feed recommendations.
 */
package io.veritwin.lifecycle.assignment;
