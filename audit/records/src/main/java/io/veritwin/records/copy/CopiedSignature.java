package io.veritwin.records.copy;

import io.veritwin.records.signature.ElectronicSignature;

/**
 * One signature on a record.
 *
 * @param signature name, user name, role, meaning and time as they were in force at signing
 * @param finding why it does not verify, in one sentence; empty when it verifies
 */
public record CopiedSignature(ElectronicSignature signature, String finding) {

  /** True when it verifies today, from its own bytes. */
  public boolean verifies() {
    return finding.isEmpty();
  }
}
