package io.veritwin.records.trail;

/**
 * Names one version of one regulated record.
 *
 * @param type the record's kind in the users' words, for example "recommendation"
 * @param id the number people use, for example "P-0412"
 * @param version 1 for the first state; grows by one with each change
 */
public record RecordRef(String type, String id, int version) {

  @Override
  public String toString() {
    return type + " " + id + " version " + version;
  }
}
