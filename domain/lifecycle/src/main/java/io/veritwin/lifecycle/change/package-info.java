/**
 * Change requests: acceptance limits before results, executed checks, the report QA reads, and the
 * signed decision (A22-06, A22-10, FAI-03, FAI-04). Executes no check itself; protocol does.
 */
package io.veritwin.lifecycle.change;
