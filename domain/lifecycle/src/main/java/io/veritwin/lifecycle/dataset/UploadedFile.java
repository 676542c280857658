package io.veritwin.lifecycle.dataset;

/**
 * A file as a person uploaded it.
 *
 * @param name the file's name, without a folder
 * @param bytes its content, unchanged
 */
public record UploadedFile(String name, byte[] bytes) {

  public UploadedFile {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("an uploaded file has a name");
    }
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }
}
