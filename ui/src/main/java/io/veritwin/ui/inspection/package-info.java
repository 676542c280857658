/**
 * An inspector's way through the pages: whether an access lets the request in, what of it is a
 * reading that becomes an entry, and what the inspector's screen says of the access. Decides
 * nothing; access, scope and entries are {@code records.inspection}'s.
 */
package io.veritwin.ui.inspection;
