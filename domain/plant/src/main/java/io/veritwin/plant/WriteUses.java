package io.veritwin.plant;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The use-ids that were used up: a signed release is sent at most once, also across restarts
 * (URS-245). A row is committed before anything is sent, and never removed.
 */
@ApplicationScoped
public class WriteUses {

  @Resource(lookup = "java:jboss/datasources/VeritwinDS")
  DataSource database;

  protected WriteUses() {}

  /** Uses kept in a given database. */
  public WriteUses(DataSource database) {
    this.database = database;
  }

  /**
   * Uses the write's use-id up.
   *
   * @return false when it was used before
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean use(PlantWrite write, Instant now) {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into plant_write_use (use_id, audit_entry_id, unit, tag, value, used_at)"
                    + " values (?, ?, ?, ?, ?, ?) on conflict (use_id) do nothing")) {
      insert.setString(1, write.useId());
      insert.setLong(2, write.auditEntryId());
      insert.setString(3, write.unit());
      insert.setString(4, write.tag());
      insert.setDouble(5, write.value());
      insert.setTimestamp(6, Timestamp.from(now));
      return insert.executeUpdate() == 1;
    } catch (SQLException failed) {
      throw new IllegalStateException("use-id " + write.useId() + " could not be used up", failed);
    }
  }
}
