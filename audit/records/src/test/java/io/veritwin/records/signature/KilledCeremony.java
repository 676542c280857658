package io.veritwin.records.signature;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.log.Sequencers;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPki;
import io.veritwin.records.platform.TestPlatform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;

/**
 * A platform in a process of its own that does what it is told, each on a thread of its own, until
 * it is killed: "sign 3" takes a person of its own through the whole ceremony of sheet 3, "place"
 * gives the waiting entries their places in the log and copies it.
 */
final class KilledCeremony {

  private KilledCeremony() {}

  /** Arguments: address of the database, folder of the keys, folder of the log's copy. */
  public static void main(String[] arguments) {
    TestPlatform platform =
        TestPlatform.builder()
            .on(TestDatabase.existing(arguments[0]))
            .withKeys(TestPki.existing(Path.of(arguments[1])))
            .withMirror(Path.of(arguments[2]))
            .with(AcceptBatchSheet.class)
            .presetting(KilledCeremonyTest.SIGNERS)
            .withoutWorker()
            .start();
    platform.get(AcceptBatchSheet.class).signDetails(Map.of());
    System.out.println("ready");
    Scanner told = new Scanner(System.in, StandardCharsets.UTF_8);
    while (told.hasNextLine()) {
      String[] words = told.nextLine().split(" ");
      new Thread(
              () -> {
                Object done =
                    words[0].equals("sign")
                        ? sign(platform, Integer.parseInt(words[1]))
                        : Sequencers.workOnce(platform);
                System.out.println(done);
              })
          .start();
    }
  }

  static SignRecord.SigningOutcome sign(TestPlatform platform, int sheet) {
    return new PersonSigning(platform)
        .sign("accept-batch-sheet", "BS-" + sheet, signer(sheet), Map.of());
  }

  private static Person signer(int sheet) {
    String name = KilledCeremonyTest.SIGNERS[sheet];
    return new Person(
        "sub-" + name, name, "Signer " + sheet, "2000" + sheet, Set.of(Role.OPERATOR));
  }
}
