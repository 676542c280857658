package io.veritwin.records.signature;

import io.veritwin.records.trail.RecordRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The complete record as it will be signed: what the page shows is built from the same facts as the
 * canonical bytes, so nobody signs what they did not see.
 *
 * @param record names the version that is signed
 * @param title for example "Recommendation P-0412"
 * @param context one line beside the title: unit, batch, phase
 * @param rows the record, row by row, in reading order
 * @param meaning what the signature means
 * @param meaningSentence the meaning in the first person: "I have read ... and authorise one write
 *     of 46.5 mL/h to FIC-204.SP."
 * @param afterSigning what happens next, in one or two sentences
 * @param expires when the record can no longer be signed; {@code null} when it does not expire
 * @param canonical RFC 8785 bytes of the record (without signer and random, which the ceremony
 *     adds)
 */
public record FrozenRecord(
    RecordRef record,
    String title,
    String context,
    List<Row> rows,
    Meaning meaning,
    String meaningSentence,
    String afterSigning,
    Instant expires,
    byte[] canonical) {

  public FrozenRecord {
    rows = List.copyOf(rows);
    canonical = canonical.clone();
  }

  /**
   * The same, signed for another person; empty words leave it as it is.
   *
   * @param words for whom, and by which delegation
   */
  FrozenRecord signedFor(String words) {
    if (words.isEmpty()) {
      return this;
    }
    return with(Row.of("Signed for", words), meaningSentence + " I sign for " + words + ".");
  }

  /** The same with a row more about a choice of the signer, which the ceremony adds and signs. */
  public FrozenRecord with(Row choice) {
    return with(choice, meaningSentence);
  }

  private FrozenRecord with(Row row, String sentence) {
    List<Row> all = new ArrayList<>(rows);
    all.add(row);
    return new FrozenRecord(
        record, title, context, all, meaning, sentence, afterSigning, expires, canonical);
  }

  @Override
  public byte[] canonical() {
    return canonical.clone();
  }

  /**
   * One row of the record.
   *
   * @param label what it is
   * @param text the value in words
   * @param headline true for the one value the record is about, printed large
   */
  public record Row(String label, String text, boolean headline) {

    public static Row of(String label, String text) {
      return new Row(label, text, false);
    }
  }
}
