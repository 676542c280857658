package io.veritwin.records.trail;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.JsonValue.JsonString;
import io.veritwin.ledger.verdict.Verdict;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One entry of the trail as it stands in the log: canonical record "audit-entry", version 1. Its
 * bytes are the leaf that is hashed into the tree; everything else the platform stores about an
 * entry is an extract of them.
 *
 * <p>Life: told by a use case, completed with the field changes of its transaction, written at that
 * transaction's end, given a place by the sequencer, covered by a checkpoint. It never changes.
 *
 * @param id the entry's id, which also rides in an OPC UA write's {@code auditEntryId}
 * @param at server time in UTC
 * @param event the event's name
 * @param who the person or machine that acted, as in force at that moment
 * @param record the record concerned
 * @param sentence what happened, in one plain sentence
 * @param reason why, as given by the person; {@code null} where the act needs none
 * @param refused true when the act was refused and nothing changed
 * @param rule the rule that refused; {@code null} when not refused
 * @param changes each changed field before and after
 * @param details further values by name
 * @param origin from where the act came
 * @param site the kind of site that wrote the entry, "demonstration" or "gxp"
 */
public record AuditEntry(
    long id,
    Instant at,
    String event,
    Who who,
    RecordRef record,
    String sentence,
    String reason,
    boolean refused,
    String rule,
    List<FieldChange> changes,
    Map<String, String> details,
    String origin,
    String site) {

  /** The canonical record's type. */
  public static final String TYPE = "audit-entry";

  /** A leaf is shorter than this, as C2SP tlog-tiles asks. */
  static final int SIZE_LIMIT = 65536;

  /** Values longer than the first limit are kept as digests; the next ones apply when needed. */
  private static final int[] VALUE_LIMITS = {4000, 1000, 250, 100};

  /**
   * Who acted.
   *
   * @param number the site's number of the person; empty for a machine
   */
  public record Who(String id, String name, String role, String number) {}

  public AuditEntry {
    changes = List.copyOf(changes);
    details = Map.copyOf(details);
  }

  /**
   * The canonical bytes, always shorter than 64 KiB: values too long for that stand as their
   * SHA-256 and length.
   *
   * @throws IllegalArgumentException when even so the entry is too long
   */
  public byte[] bytes() {
    for (int limit : VALUE_LIMITS) {
      byte[] bytes = bytes(value -> Digests.ofLongText(value, limit));
      if (bytes.length < SIZE_LIMIT) {
        return bytes;
      }
    }
    throw new IllegalArgumentException(
        "the entry "
            + event
            + " of "
            + record
            + " has "
            + changes.size()
            + " changed fields and "
            + details.size()
            + " details, which do not fit in 64 KiB; record it as several entries");
  }

  private byte[] bytes(UnaryOperator<String> shorten) {
    List<io.veritwin.ledger.canonical.JsonValue> fields = new ArrayList<>();
    for (FieldChange change : changes) {
      fields.add(
          JsonObject.builder()
              .put("field", change.field())
              .put("before", shorten.apply(change.before()))
              .put("after", shorten.apply(change.after()))
              .build());
    }
    JsonObject.Builder more = JsonObject.builder();
    details.forEach((name, value) -> more.put(name, shorten.apply(value)));
    JsonObject members =
        JsonObject.builder()
            .put("id", id)
            .put("at", at)
            .put("event", event)
            .put(
                "who",
                JsonObject.builder()
                    .put("id", who.id())
                    .put("name", who.name())
                    .put("role", who.role())
                    .put("number", who.number())
                    .build())
            .put(
                "record",
                JsonObject.builder()
                    .put("type", record.type())
                    .put("id", record.id())
                    .put("version", record.version())
                    .build())
            .put("sentence", shorten.apply(sentence))
            .put("reason", shorten.apply(reason))
            .put("refused", refused)
            .put("rule", rule)
            .put("changes", new JsonArray(fields))
            .put("details", more.build())
            .put("origin", origin)
            .put("site", site)
            .build();
    return CanonicalRecord.of(TYPE, members).bytes();
  }

  /**
   * Reads an entry of any version ever written, for example the leaf of a receipt.
   *
   * @return the entry, or the reason why the bytes are none
   */
  public static Verdict<AuditEntry> read(byte[] leaf) {
    return CanonicalRecord.read(leaf)
        .then(
            record ->
                record.type().equals(TYPE)
                    ? version1(record.members())
                    : Verdict.refused(
                        "The record is of type " + record.type() + ", not " + TYPE + "."));
  }

  /**
   * Stands where the stored bytes of an entry can be read no more, so that a list of entries shows
   * that one is there.
   */
  public static AuditEntry unreadable(long id, RecordRef record) {
    return new AuditEntry(
        id,
        Instant.EPOCH,
        "UNREADABLE",
        new Who("", "unknown", "", ""),
        record,
        "The stored bytes of this entry cannot be read.",
        null,
        false,
        null,
        List.of(),
        Map.of(),
        "unknown",
        "unknown");
  }

  private static Verdict<AuditEntry> version1(JsonObject o) {
    try {
      JsonObject who = object(o, "who");
      JsonObject record = object(o, "record");
      List<FieldChange> changes = new ArrayList<>();
      if (o.find("changes").orElse(null) instanceof JsonArray array) {
        for (var element : array.elements()) {
          if (element instanceof JsonObject change) {
            changes.add(
                new FieldChange(
                    text(change, "field"),
                    change.text("before").orElse(null),
                    change.text("after").orElse(null)));
          }
        }
      }
      Map<String, String> details = new TreeMap<>();
      object(o, "details")
          .members()
          .forEach(
              (name, value) -> {
                if (value instanceof JsonString string) {
                  details.put(name, string.value());
                }
              });
      return Verdict.accepted(
          new AuditEntry(
              integer(o, "id"),
              Instant.parse(text(o, "at")),
              text(o, "event"),
              new Who(text(who, "id"), text(who, "name"), text(who, "role"), text(who, "number")),
              new RecordRef(
                  text(record, "type"),
                  text(record, "id"),
                  Math.toIntExact(integer(record, "version"))),
              text(o, "sentence"),
              o.text("reason").orElse(null),
              o.find("refused")
                  .equals(Optional.of(io.veritwin.ledger.canonical.JsonValue.of(true))),
              o.text("rule").orElse(null),
              changes,
              details,
              text(o, "origin"),
              text(o, "site")));
    } catch (DateTimeParseException | ArithmeticException | MissingMember e) {
      return Verdict.refused("The entry cannot be read: " + e.getMessage() + ".");
    }
  }

  /**
   * What the table's columns must say beside these bytes. They are only an extract, for searching;
   * a column that says something else was altered.
   */
  public Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("id", Long.toString(id));
    columns.put("event", event);
    columns.put("person_id", who.id());
    columns.put("person_name", who.name());
    columns.put("person_role", who.role());
    columns.put("record_type", record.type());
    columns.put("record_id", record.id());
    columns.put("record_version", Integer.toString(record.version()));
    columns.put("refused", Boolean.toString(refused));
    columns.put("rule", rule);
    columns.put("reason", reason);
    columns.put("sentence", sentence);
    columns.put("at", at.toString());
    return columns;
  }

  /** Whether a column says what the bytes say; a long text may stand there as its digest. */
  public static boolean says(String inBytes, String inColumn) {
    return Objects.equals(inBytes, inColumn)
        || (inColumn != null && Digests.ofLongText(inColumn, -1).equals(inBytes));
  }

  private static String text(JsonObject object, String name) throws MissingMember {
    return object.text(name).orElseThrow(() -> new MissingMember(name));
  }

  private static long integer(JsonObject object, String name) throws MissingMember {
    return object.integer(name).orElseThrow(() -> new MissingMember(name));
  }

  private static JsonObject object(JsonObject object, String name) throws MissingMember {
    if (object.find(name).orElse(null) instanceof JsonObject member) {
      return member;
    }
    throw new MissingMember(name);
  }

  private static final class MissingMember extends Exception {
    MissingMember(String name) {
      super("it has no " + name);
    }
  }
}
