package io.veritwin.workflow.application;

import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestDatabase.Role;

/** A part of a transaction that the database refuses while this is open. */
final class DatabaseFault implements AutoCloseable {

  private final TestDatabase database;
  private final String table;

  private DatabaseFault(TestDatabase database, String table, String trigger) {
    this.database = database;
    this.table = table;
    database.execute(
        Role.SUPERUSER,
        "create or replace function test_fault() returns trigger language plpgsql as $$ begin"
            + " raise exception 'a fault that the test made'; end $$; "
            + trigger);
  }

  /**
   * @param part "insert on audit_entry where new.event = 'RECOMMENDATION_SIGNED'", for example, or
   *     "commit on recommendation", where everything was written and only the commit fails
   */
  static DatabaseFault in(TestDatabase database, String part) {
    String[] words = part.split(" ", 4);
    String table = words[2];
    String when = words.length > 3 ? " when (" + words[3].substring("where ".length()) + ")" : "";
    String trigger =
        words[0].equals("commit")
            ? "create constraint trigger test_fault after insert or update on "
                + table
                + " deferrable initially deferred for each row"
            : "create trigger test_fault before " + words[0] + " on " + table + " for each row";
    return new DatabaseFault(database, table, trigger + when + " execute function test_fault()");
  }

  @Override
  public void close() {
    database.execute(Role.SUPERUSER, "drop trigger test_fault on " + table);
  }
}
