/**
 * The workflow engine inside the platform's own transactions: its configuration, its job executor,
 * and the guard that lets a user task be completed only by a signed decision. Must not decide
 * anything about a record: workflow is memory, never evidence.
 */
package io.veritwin.workflow.engine;
