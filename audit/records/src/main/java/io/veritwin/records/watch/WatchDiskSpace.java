package io.veritwin.records.watch;

import io.veritwin.records.log.ReadLog;
import io.veritwin.records.site.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Room on the two disks that records lie on (URS-700): the database's, which is asked to use some
 * and give it back, as it may be on another machine, and that of the log's copy. Acts stop while
 * there is still room for what is then to be recorded: the refusals, the alarm and its end.
 */
@ApplicationScoped
public class WatchDiskSpace implements Watch {

  /** The database has no room. */
  static final String DATABASE = "DSK-01";

  /** The log's copy will soon have none. */
  static final String COPY = "DSK-02";

  /** What must be free, in MB: some thousand entries. */
  static final int ROOM = 16;

  /** PostgreSQL's "disk_full". */
  private static final String DISK_FULL = "53100";

  @Inject ReadLog log;
  @Inject Settings settings;
  @Inject SiteAlarms alarms;

  @Override
  public String rule() {
    return "DSK-03";
  }

  @Override
  public String what() {
    return "the room on the disks";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(15);
  }

  @Override
  public void look() throws IOException {
    lookAtCopy();
    lookAtDatabase();
  }

  private void lookAtDatabase() {
    try {
      log.askForRoom(ROOM);
      alarms.end(DATABASE);
    } catch (RuntimeException e) {
      String said = diskFull(e);
      if (said == null) {
        throw e;
      }
      alarms.raise(
          DATABASE,
          "Nothing is signed or written to the plant. The database's disk has less than %d MB left (%s). Acts are possible again by themselves once there is room; call the administrator."
              .formatted(ROOM, said),
          true);
    }
  }

  /** What the database said about its full disk; {@code null} when it failed otherwise. */
  private static String diskFull(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
        return sql.getMessage().lines().findFirst().orElse("").replaceFirst("^ERROR: ", "");
      }
    }
    return null;
  }

  private void lookAtCopy() throws IOException {
    Path folder = settings.logMirror();
    if (!Files.isDirectory(folder)) {
      return;
    }
    long left = Files.getFileStore(folder).getUsableSpace() >> 20;
    if (left < ROOM) {
      alarms.raise(
          COPY,
          "The disk of the log's copy has %d MB left, less than %d. Acts stop when it is full; call the administrator."
              .formatted(left, ROOM),
          false);
    } else {
      alarms.end(COPY);
    }
  }
}
