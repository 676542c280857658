package io.veritwin.records.trail;

import java.util.List;

/**
 * One page of the explorer.
 *
 * @param rows the entries of this page
 * @param matching how many entries match the query in all; {@link TrailSearch#COUNTED} plus one
 *     stands for "more than that"
 * @param total how many entries the trail holds
 */
public record TrailPage(List<TrailRow> rows, long matching, long total) {

  public TrailPage {
    rows = List.copyOf(rows);
  }
}
