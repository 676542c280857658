package io.veritwin.records.copy;

import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.FieldChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The content of a record out of its entries: each field's first and last value. A refused attempt
 * changed nothing and is left out.
 */
final class FoldEntries {

  private final Map<String, CopiedField> fields = new LinkedHashMap<>();

  private FoldEntries() {}

  static List<CopiedField> of(List<CopiedEntry> entries) {
    FoldEntries fold = new FoldEntries();
    for (CopiedEntry entry : entries) {
      if (!entry.entry().refused()) {
        entry.entry().changes().forEach(change -> fold.take(entry.entry(), change));
      }
    }
    return List.copyOf(fold.fields.values());
  }

  private void take(AuditEntry entry, FieldChange change) {
    String name = known(change);
    CopiedField known = fields.get(name);
    fields.put(
        name,
        known == null
            ? first(name, entry, change)
            : new CopiedField(
                name,
                change.after(),
                known.first(),
                known.firstEntry(),
                known.changes() + (Objects.equals(known.value(), change.after()) ? 0 : 1),
                entry.id(),
                entry.who().name(),
                entry.at()));
  }

  /** A field met for the first time; one that had a value already was entered before the trail. */
  private static CopiedField first(String name, AuditEntry entry, FieldChange change) {
    boolean entered = change.before() == null;
    return new CopiedField(
        name,
        change.after(),
        entered ? change.after() : change.before(),
        entry.id(),
        entered ? 0 : 1,
        entry.id(),
        entry.who().name(),
        entry.at());
  }

  /**
   * The name under which the field is known. An entry that changed several entities of a record
   * names each field after its entity; one that changed a single entity names it alone.
   */
  private String known(FieldChange change) {
    if (fields.containsKey(change.field())) {
      return change.field();
    }
    List<String> same = new ArrayList<>();
    fields.forEach(
        (name, field) -> {
          boolean alone = name.endsWith(": " + change.field());
          boolean after = change.field().endsWith(": " + name);
          if ((alone || after) && Objects.equals(field.value(), change.before())) {
            same.add(name);
          }
        });
    return same.size() == 1 ? same.get(0) : change.field();
  }
}
