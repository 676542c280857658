package io.veritwin.records.log;

import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPki;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import java.nio.file.Path;

/** A platform in a process of its own that writes until it is killed; says each committed note. */
final class KilledPlatform {

  private KilledPlatform() {}

  /** Arguments: address of the database, folder of the keys, folder of the log's copy, a number. */
  public static void main(String[] arguments) throws Exception {
    TestPlatform platform =
        TestPlatform.builder()
            .on(TestDatabase.existing(arguments[0]))
            .withKeys(TestPki.existing(Path.of(arguments[1])))
            .withMirror(Path.of(arguments[2]))
            .start();
    for (int number = Integer.parseInt(arguments[3]); ; number++) {
      System.out.println("committed " + Trails.note(platform, number));
    }
  }
}
