/**
 * The signature: the page that shows the record and what signing it means, the way to the identity
 * provider and back, and the page that shows what came of it (21 CFR 11.50, 11.200). Decides
 * nothing: the ceremony in records checks and stores.
 */
package io.veritwin.ui.sign;
