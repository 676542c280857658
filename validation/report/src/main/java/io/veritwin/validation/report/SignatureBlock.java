package io.veritwin.validation.report;

import java.time.Instant;

/**
 * A signature as it is printed (21 CFR 11.50), signed or still open.
 *
 * @param name full name; for an open one, who may sign
 * @param meaning "Authored", "Approved"
 * @param role role in force at signing
 * @param personNumber the site's number of the person; may be empty
 * @param signedAt {@code null} while it is open
 * @param authentication how the signer proved who they are
 * @param remark remark or reason; may be empty
 * @param number the signature's number, "S-88213"; empty while open
 * @param auditEntry id of the entry that holds it; 0 while open
 * @param recordDigest SHA-256 of the record signed; empty while open
 */
public record SignatureBlock(
    String name,
    String meaning,
    String role,
    String personNumber,
    Instant signedAt,
    String authentication,
    String remark,
    String number,
    long auditEntry,
    String recordDigest) {

  /** A line nobody has signed yet. */
  public static SignatureBlock open(String meaning, String who) {
    return new SignatureBlock(who, meaning, "", "", null, "", "", "", 0, "");
  }

  public boolean signed() {
    return signedAt != null;
  }

  /** "91d7 3ce0 … 5b2a". */
  static String shortened(String hex) {
    return hex.length() < 16
        ? hex
        : hex.substring(0, 4) + " " + hex.substring(4, 8) + " … " + hex.substring(hex.length() - 4);
  }
}
