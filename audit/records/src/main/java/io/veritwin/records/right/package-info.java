/**
 * The right to sign (21 CFR 11.10(g) to (j), 11.100(b), 11.300(b) and (d)): whose identity was
 * checked by whom, who is trained for which function, who signed the accountability statement, and
 * who is locked or to be checked again.
 *
 * <p>Life of a right: a person's first login makes it, without any effect; another person's {@link
 * io.veritwin.records.right.CheckIdentity} makes it active; refused authentications lock it and a
 * password that somebody else set suspends it, until another person checks the identity again.
 */
package io.veritwin.records.right;
