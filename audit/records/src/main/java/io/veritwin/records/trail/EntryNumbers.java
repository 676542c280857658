package io.veritwin.records.trail;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayDeque;
import java.util.Queue;
import org.hibernate.Session;

/**
 * Gives entries their numbers, in rising order, from blocks that the database's sequence hands out:
 * one question for many entries. A number says nothing about completeness, since an act that was
 * undone also used one; the place in the log does.
 */
@ApplicationScoped
class EntryNumbers {

  private static final int BLOCK = 64;

  private final Queue<Long> free = new ArrayDeque<>();

  /** The next number; asks over the session's connection where none is left. */
  synchronized long next(Session session) {
    if (free.isEmpty()) {
      session.doWork(
          connection -> {
            try (PreparedStatement statement =
                connection.prepareStatement(
                    "select nextval('audit_entry_id_seq') from generate_series(1, ?)")) {
              statement.setInt(1, BLOCK);
              try (ResultSet numbers = statement.executeQuery()) {
                while (numbers.next()) {
                  free.add(numbers.getLong(1));
                }
              }
            }
          });
    }
    return free.remove();
  }
}
