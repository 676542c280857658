/**
 * The electronic signature (21 CFR 11.50, 11.70, 11.200): a fresh authentication of one person
 * about one record, whose nonce is the digest of what is signed.
 *
 * <p>Life of a signature: {@link io.veritwin.records.signature.BeginSigning} freezes the record,
 * {@link io.veritwin.records.signature.FreshAuthentication} has the identity provider ask the
 * person, {@link io.veritwin.records.signature.CompleteSigning} stores signature, audit entry and
 * act together. Knows no act: each module offers its own {@link
 * io.veritwin.records.signature.SignableAct}. Knows no servlet: {@code ui} brings the browser.
 */
package io.veritwin.records.signature;
