package io.veritwin.records.planted;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.FetchType;
import java.util.List;

/** Planted: its list is joined to its row. */
final class JoinsItsLists {

  @ElementCollection(fetch = FetchType.EAGER)
  List<String> names;
}
