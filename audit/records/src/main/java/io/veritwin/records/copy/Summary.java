package io.veritwin.records.copy;

import java.util.List;

/**
 * A table of what has no entries of its own.
 *
 * @param title for example "Readings of BR-204"
 * @param note what is counted, from when to when, and what is not
 * @param heads one per column, with units
 * @param rows one cell per column
 */
public record Summary(String title, String note, List<String> heads, List<List<String>> rows) {
  public Summary {
    heads = List.copyOf(heads);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != heads.size()) {
        throw new IllegalArgumentException(
            "the row " + row + " has not " + heads.size() + " cells");
      }
    }
  }
}
