package io.veritwin.ledger.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A checkpoint whose signature has been made or checked by this program, with the note exactly as
 * it stands in the file: these bytes are what is time-stamped and handed on.
 */
public final class SignedCheckpoint {

  private final Checkpoint checkpoint;
  private final byte[] note;

  SignedCheckpoint(Checkpoint checkpoint, byte[] note) {
    this.checkpoint = checkpoint;
    this.note = note.clone();
  }

  public Checkpoint checkpoint() {
    return checkpoint;
  }

  public long size() {
    return checkpoint.size();
  }

  /** The signed note, UTF-8. */
  public byte[] note() {
    return note.clone();
  }

  /** The signed note as text. */
  public String text() {
    return new String(note, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedCheckpoint signed && Arrays.equals(note, signed.note);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(note);
  }

  @Override
  public String toString() {
    return text();
  }
}
