package io.veritwin.records.copy;

import java.util.List;
import java.util.Optional;

/**
 * What belongs to the whole of a record beside its own entries. The module that owns a kind of
 * record offers one bean for it; a kind without one is copied by itself.
 */
public interface WholeRecord {

  /** The kind as the trail names it, "model version". */
  String recordType();

  /** What belongs to the record; empty when there is none of that number. */
  Optional<Parts> parts(String id);

  /** The records among its parts; none when there is none of that number. */
  default List<Related> related(String id) {
    return parts(id).map(Parts::related).orElse(List.of());
  }

  /**
   * The parts.
   *
   * @param related other records, in the order in which they are to be read; one named twice is
   *     copied once
   * @param summaries what is told in a table and has no entries of its own, for example readings
   * @param files what the trail holds by its digest only, for example a report
   */
  record Parts(List<Related> related, List<Summary> summaries, List<EnclosedFile> files) {
    public Parts {
      related = List.copyOf(related);
      summaries = List.copyOf(summaries);
      files = List.copyOf(files);
    }

    /** Nothing beside the record itself. */
    public static Parts none() {
      return new Parts(List.of(), List.of(), List.of());
    }
  }

  /** Another record, by the kind and number that the trail knows. */
  record Related(String type, String id) {}
}
