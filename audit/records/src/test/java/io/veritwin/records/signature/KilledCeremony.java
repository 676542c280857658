package io.veritwin.records.signature;

import io.veritwin.records.log.Sequencers;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPki;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.signature.BeginSigning.Begun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Scanner;

/**
 * A platform in a process of its own: once told, it takes one person through the whole ceremony of
 * one sheet and gives the entries their places in the log; unless it is killed on the way.
 */
final class KilledCeremony {

  private KilledCeremony() {}

  /** Arguments: address of the database, folder of the keys, folder of the log's copy, a sheet. */
  public static void main(String[] arguments) {
    TestPlatform platform =
        TestPlatform.builder()
            .on(TestDatabase.existing(arguments[0]))
            .withKeys(TestPki.existing(Path.of(arguments[1])))
            .withMirror(Path.of(arguments[2]))
            .with(AcceptBatchSheet.class)
            .withoutWorker()
            .start();
    platform.get(AcceptBatchSheet.class).signDetails(Map.of());
    System.out.println("ready");
    new Scanner(System.in, StandardCharsets.UTF_8).nextLine();
    PersonSigning person = new PersonSigning(platform);
    Begun begun =
        person.begin("accept-batch-sheet", arguments[3], TestPlatform.OPERATOR, Map.of());
    System.out.println(person.complete(((Begun.Ready) begun).ceremonyId()));
    System.out.println("placed " + Sequencers.workOnce(platform));
    Runtime.getRuntime().halt(0);
  }
}
