/**
 * What waits for this person: proposals, change requests, drafts, assignments. Lists what the
 * modules hold and whether the person could sign it now; completes nothing.
 */
package io.veritwin.ui.inbox;
