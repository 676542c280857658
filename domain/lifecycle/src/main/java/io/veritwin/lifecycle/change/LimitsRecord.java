package io.veritwin.lifecycle.change;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The acceptance criteria of a change request as they are signed and logged (A22-06). */
final class LimitsRecord {

  private LimitsRecord() {}

  static JsonArray json(List<AcceptanceCriterion> criteria) {
    return new JsonArray(
        criteria.stream()
            .map(
                c ->
                    (JsonValue)
                        JsonObject.builder()
                            .put("number", c.number())
                            .put("title", c.title())
                            .put("metric", c.metric().name())
                            .put("subject", c.subject())
                            .put("limit", c.limit())
                            .put("unit", c.unit())
                            .put("claimed", c.claimed())
                            .build())
            .toList());
  }

  /** One detail per criterion for the audit entry, for example limit.C-04 = "at least 0.95". */
  static Map<String, String> details(List<AcceptanceCriterion> criteria) {
    Map<String, String> details = new TreeMap<>();
    criteria.forEach(c -> details.put("limit." + c.number(), c.title() + ": " + c.limitInWords()));
    return details;
  }
}
