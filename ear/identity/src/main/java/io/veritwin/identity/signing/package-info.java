/**
 * The signing page of the identity provider: asks one person for both components of the electronic
 * signature, user name and password, for each signature (21 CFR 11.200(a)(1)). It proves who typed;
 * it must not decide whether that person may sign: the application compares the answer with the
 * ceremony it stored.
 */
package io.veritwin.identity.signing;
