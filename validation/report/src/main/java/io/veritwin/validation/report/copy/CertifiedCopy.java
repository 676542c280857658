package io.veritwin.validation.report.copy;

/**
 * A certified copy as it is handed out.
 *
 * @param fileName for the reader's disk
 * @param pdf PDF/A-3b with the content for machines and the proofs attached, certified
 * @param recordDigest SHA-256 of its content for machines, as paper and trail carry it
 * @param auditEntry the entry that issued it
 */
public record CertifiedCopy(String fileName, byte[] pdf, String recordDigest, long auditEntry) {
  public CertifiedCopy {
    pdf = pdf.clone();
  }

  @Override
  public byte[] pdf() {
    return pdf.clone();
  }
}
