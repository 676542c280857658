/**
 * Change requests: raise one, set its limits before the first result, read the evidence failures
 * first, and the way to approve or reject. Approves nothing itself; a signature does.
 */
package io.veritwin.ui.change;
