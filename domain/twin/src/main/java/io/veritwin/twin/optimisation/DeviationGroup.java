package io.veritwin.twin.optimisation;

import java.util.List;

/**
 * Things that may differ from the reference and so explain a proposal together.
 *
 * @param id identifier
 * @param title what a person calls it, for example "Viable cells"
 * @param stateIds the states of the group
 */
public record DeviationGroup(String id, String title, List<String> stateIds) {

  public DeviationGroup {
    stateIds = List.copyOf(stateIds);
  }
}
