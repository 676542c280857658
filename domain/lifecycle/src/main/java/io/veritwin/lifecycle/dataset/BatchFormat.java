package io.veritwin.lifecycle.dataset;

import java.util.List;

/** A format of batch files that the import knows. */
sealed interface BatchFormat permits ChoFedBatchFile, YeastFedBatchFiles {

  /** Every format, in the order in which they are tried. */
  static List<BatchFormat> all() {
    return List.of(new ChoFedBatchFile(), new YeastFedBatchFiles());
  }

  /** For people, for example "CHO fed-batch table". */
  String title();

  /** What the format expects, in one sentence. */
  String expects();

  /** Whether the files are meant to be of this format, going by their headers. */
  boolean recognises(List<CsvFile> files);

  /** Reads them. */
  ImportCheck read(List<CsvFile> files);
}
