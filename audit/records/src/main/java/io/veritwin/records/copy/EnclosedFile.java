package io.veritwin.records.copy;

import io.veritwin.records.trail.Digests;

/**
 * A file that goes with a copy.
 *
 * @param name file name without a folder, "RP-12.pdf"
 * @param mediaType "application/pdf"
 * @param title what it is, for people
 * @param bytes its content
 */
public record EnclosedFile(String name, String mediaType, String title, byte[] bytes) {
  public EnclosedFile {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,119}")) {
      throw new IllegalArgumentException("a file's name has no folder and no blank, got " + name);
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /** SHA-256, lower-case hex. */
  public String digest() {
    return Digests.hex(bytes);
  }
}
