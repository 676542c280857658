package io.veritwin.ledger.verify;

import io.veritwin.ledger.tree.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the entries found in a bundle with those that were logged, by hash, and tells what
 * happened to each: a removed entry must not make all that moved up behind it look altered.
 *
 * @param altered places where another content stands than was logged
 * @param missing places of logged entries that stand nowhere in the bundle
 * @param reordered found places whose entry belongs elsewhere, with the place it belongs to
 * @param foreign found places of entries that were never logged here
 */
record EntryAlignment(
    List<Integer> altered, List<Integer> missing, List<Moved> reordered, List<Integer> foreign) {

  /** An entry that stands at {@code found} and belongs to {@code logged}. */
  record Moved(int found, int logged) {}

  static EntryAlignment of(List<Hash> logged, List<Hash> found) {
    int[] belongs = match(logged, found);
    boolean[] present = new boolean[logged.size()];
    Arrays.stream(belongs).filter(place -> place >= 0).forEach(place -> present[place] = true);

    List<Integer> altered = new ArrayList<>();
    List<Integer> foreign = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      if (belongs[i] < 0 && i < logged.size() && !present[i]) {
        altered.add(i);
        present[i] = true;
      } else if (belongs[i] < 0) {
        foreign.add(i);
      }
    }
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < logged.size(); i++) {
      if (!present[i]) {
        missing.add(i);
      }
    }
    return new EntryAlignment(altered, missing, outOfOrder(belongs), foreign);
  }

  /** For each found entry the place it was logged at, or -1; its own place is preferred. */
  private static int[] match(List<Hash> logged, List<Hash> found) {
    int[] belongs = new int[found.size()];
    Map<Hash, Deque<Integer>> elsewhere = new HashMap<>();
    for (int i = 0; i < logged.size(); i++) {
      if (i >= found.size() || !found.get(i).equals(logged.get(i))) {
        elsewhere.computeIfAbsent(logged.get(i), hash -> new ArrayDeque<>()).add(i);
      }
    }
    for (int i = 0; i < found.size(); i++) {
      if (i < logged.size() && found.get(i).equals(logged.get(i))) {
        belongs[i] = i;
      } else {
        Deque<Integer> places = elsewhere.getOrDefault(found.get(i), new ArrayDeque<>());
        belongs[i] = places.isEmpty() ? -1 : places.remove();
      }
    }
    return belongs;
  }

  /**
   * Entries outside the longest run that kept its order; the run itself merely shifted. An entry at
   * its own place counts for more than any number that shifted past it.
   */
  private static List<Moved> outOfOrder(int[] belongs) {
    int count = belongs.length;
    int[] runTo = new int[count];
    int[] before = new int[count];
    int last = -1;
    for (int i = 0; i < count; i++) {
      before[i] = -1;
      if (belongs[i] < 0) {
        continue;
      }
      int weight = belongs[i] == i ? count : 1;
      runTo[i] = weight;
      for (int j = 0; j < i; j++) {
        if (belongs[j] >= 0 && belongs[j] < belongs[i] && runTo[j] + weight > runTo[i]) {
          runTo[i] = runTo[j] + weight;
          before[i] = j;
        }
      }
      if (last < 0 || runTo[i] > runTo[last]) {
        last = i;
      }
    }
    boolean[] inOrder = new boolean[count];
    for (int i = last; i >= 0; i = before[i]) {
      inOrder[i] = true;
    }
    List<Moved> moved = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (belongs[i] >= 0 && !inOrder[i]) {
        moved.add(new Moved(i, belongs[i]));
      }
    }
    return moved;
  }
}
