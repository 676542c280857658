package io.veritwin.records.trail;

import java.util.List;

/**
 * One page of the explorer.
 *
 * @param rows the entries of this page
 * @param more true when further pages follow
 * @param matching how many entries match the query in all, as far as they were counted
 * @param uncounted true when more match than were counted
 * @param total how many entries the trail holds
 */
public record TrailPage(
    List<TrailRow> rows, boolean more, long matching, boolean uncounted, long total) {

  public TrailPage {
    rows = List.copyOf(rows);
  }
}
