package io.veritwin.records.trail;

import io.veritwin.ledger.tree.TreeHasher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.spi.EventSource;

/**
 * What one transaction told the trail, and what Hibernate saw it do. At the transaction's end,
 * after the last flush, the two are brought together: each change goes into the entry that names
 * its record, and a change that no entry names refuses the commit.
 */
final class TransactionTrail {

  private static final String INSERT =
      """
      insert into audit_entry (id, canonical, leaf_hash, event, person_id, person_name,
        person_role, record_type, record_id, record_version, refused, rule, reason, sentence, at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  /** One per open session; Hibernate gives its listeners no other place to keep it. */
  private static final Map<SharedSessionContractImplementor, TransactionTrail> OPEN =
      new ConcurrentHashMap<>();

  private final List<AuditEntry> told = new ArrayList<>();
  private final Map<String, RegulatedChange> seen = new LinkedHashMap<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private boolean written;

  private TransactionTrail() {}

  /** The trail of the session's current transaction. */
  static TransactionTrail of(EventSource session) {
    return OPEN.computeIfAbsent(
        session,
        key -> {
          TransactionTrail trail = new TransactionTrail();
          session
              .getActionQueue()
              .registerProcess(
                  (org.hibernate.action.spi.BeforeTransactionCompletionProcess)
                      s -> trail.write((EventSource) s));
          session
              .getActionQueue()
              .registerProcess(
                  (org.hibernate.action.spi.AfterTransactionCompletionProcess)
                      (success, s) -> {
                        OPEN.remove(s);
                        if (success) {
                          trail.afterCommit.forEach(Runnable::run);
                        }
                      });
          return trail;
        });
  }

  void tell(AuditEntry entry, Runnable onceCommitted) {
    requireNotWritten(entry.record());
    told.add(entry);
    afterCommit.add(onceCommitted);
  }

  void saw(RegulatedChange change) {
    requireNotWritten(change.record());
    seen.merge(change.entity(), change, TransactionTrail::joined);
  }

  private void requireNotWritten(RecordRef record) {
    if (written) {
      throw new SilentChangeException(
          "The audit entries of this transaction are already written; "
              + record
              + " was touched afterwards. Nothing is stored.");
    }
  }

  /** Two changes of one entity in one transaction are one: first value before, last value after. */
  private static RegulatedChange joined(RegulatedChange first, RegulatedChange next) {
    Map<String, FieldChange> fields = new LinkedHashMap<>();
    first.fields().forEach(f -> fields.put(f.field(), f));
    next.fields()
        .forEach(
            f ->
                fields.merge(
                    f.field(),
                    f,
                    (old, now) -> new FieldChange(f.field(), old.before(), now.after())));
    fields.values().removeIf(f -> Objects.equals(f.before(), f.after()));
    return new RegulatedChange(next.entity(), next.record(), List.copyOf(fields.values()));
  }

  private void write(EventSource session) {
    written = true;
    Map<Integer, List<RegulatedChange>> byEntry = new LinkedHashMap<>();
    for (RegulatedChange change : seen.values()) {
      byEntry.computeIfAbsent(entryThatNames(change), key -> new ArrayList<>()).add(change);
    }
    byEntry.forEach((place, changes) -> told.set(place, completed(told.get(place), changes)));
    if (!told.isEmpty()) {
      session.doWork(this::insert);
    }
  }

  private int entryThatNames(RegulatedChange change) {
    for (int i = 0; i < told.size(); i++) {
      AuditEntry entry = told.get(i);
      if (!entry.refused()
          && entry.record().type().equals(change.record().type())
          && entry.record().id().equals(change.record().id())) {
        return i;
      }
    }
    throw new SilentChangeException(
        "No record, no act: "
            + change.record()
            + " was changed ("
            + change.entity()
            + (change.fields().isEmpty()
                ? ""
                : ": "
                    + String.join(", ", change.fields().stream().map(FieldChange::field).toList()))
            + ") and no audit entry of this transaction names it. Nothing is stored.");
  }

  /** Fields are named alone; with several entities in one record, after their entity. */
  private static AuditEntry completed(AuditEntry entry, List<RegulatedChange> changes) {
    List<FieldChange> all = new ArrayList<>(entry.changes());
    for (RegulatedChange change : changes) {
      String prefix = changes.size() == 1 ? "" : change.entity() + ": ";
      for (FieldChange field : change.fields()) {
        all.add(new FieldChange(prefix + field.field(), field.before(), field.after()));
      }
    }
    return new AuditEntry(
        entry.id(),
        entry.at(),
        entry.event(),
        entry.who(),
        entry.record(),
        entry.sentence(),
        entry.reason(),
        entry.refused(),
        entry.rule(),
        all,
        entry.details(),
        entry.origin(),
        entry.site());
  }

  private void insert(Connection connection) throws SQLException {
    TreeHasher hasher = new TreeHasher();
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (AuditEntry entry : told) {
        byte[] leaf = entry.bytes();
        statement.setLong(1, entry.id());
        statement.setBytes(2, leaf);
        statement.setBytes(3, hasher.leaf(leaf).bytes());
        statement.setString(4, entry.event());
        statement.setString(5, entry.who().id());
        statement.setString(6, entry.who().name());
        statement.setString(7, entry.who().role());
        statement.setString(8, entry.record().type());
        statement.setString(9, entry.record().id());
        statement.setInt(10, entry.record().version());
        statement.setBoolean(11, entry.refused());
        statement.setString(12, entry.rule());
        statement.setString(13, entry.reason());
        statement.setString(14, entry.sentence());
        statement.setObject(15, entry.at().atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
