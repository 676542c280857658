package io.veritwin.launcher.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.launcher.CannotStart;
import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.Secrets;
import io.veritwin.launcher.SiteMemory;
import io.veritwin.launcher.authority.SiteCertificates;
import io.veritwin.launcher.parts.Foundation;
import io.veritwin.launcher.parts.Postgres;
import io.veritwin.launcher.parts.Processes;
import io.veritwin.launcher.schema.SchemaUpdate;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.log.MerkleLog;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Backup, restore, drill and archive with the real database and the real log. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupTest {

  private static final byte[] DOCUMENT = "{\"record\":\"P-0412\"}".getBytes(StandardCharsets.UTF_8);
  private static final int ENTRIES = 300;
  private static final Passphrase PASSPHRASE = Passphrase.of("correct horse battery staple");
  private static final Optional<Passphrase> KNOWN = Optional.of(PASSPHRASE);
  // So small that this site makes several parts.
  private static final int PART = 3 << 20;

  @TempDir static Path home;

  private static Foundation site;
  private static Postgres postgres;
  private static Path backup;
  private static boolean stopped;

  @BeforeAll
  static void aSiteWithALogAndASignature() throws Exception {
    DataFolder data = DataFolder.open(home.resolve("site"), false);
    Secrets secrets = new Secrets(data.file("secrets.properties"), new SecureRandom());
    SiteCertificates certificates = SiteCertificates.of(data, secrets);
    site =
        new Foundation(
            new Processes(data.folder("logs"), (part, exitCode, log) -> {}),
            data,
            certificates,
            secrets,
            new SiteMemory(data.file("site.properties")));
    postgres = Postgres.start(site, RestoredSite.freePort());
    SchemaUpdate.apply(
        postgres.url("veritwin"), "veritwin_owner", secrets.of("postgres.veritwin_owner"));
    log();
    signature();
    backup = home.resolve("backup");
  }

  @AfterAll
  static void stop() throws IOException {
    if (!stopped) {
      site.processes().close();
      site.data().close();
    }
  }

  private static Connection connect(String user, String secret) throws Exception {
    return DriverManager.getConnection(
        postgres.url("veritwin"), user, site.secrets().of("postgres." + secret));
  }

  private static byte[] entry(int number) {
    return ("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8);
  }

  private static void log() throws Exception {
    LogKey key = LogKey.load("site.example/log", site.certificates().file("log-key.pem"));
    SignedCheckpoint head;
    try (LogDirectory folder = LogDirectory.open(site.data().folder("log-mirror"))) {
      folder.writeVerifierKey(key.verifierKey().toString());
      List<byte[]> entries = new ArrayList<>();
      for (int i = 0; i < ENTRIES; i++) {
        entries.add(entry(i));
      }
      head = MerkleLog.open(folder, key).append(entries);
    }
    try (Connection connection = connect("veritwin_app", "veritwin_app")) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
              connection.prepareStatement(
                  "insert into audit_entry (id, canonical, leaf_hash, event, person_id,"
                      + " person_name, person_role, record_type, record_id, record_version,"
                      + " refused, sentence, at) values (?, ?, ?, 'NOTED', 'p', 'P', 'r', 'note',"
                      + " 'N', 1, false, 'Said \"so\".', now())");
          Statement statement = connection.createStatement()) {
        for (int i = 0; i < ENTRIES; i++) {
          insert.setLong(1, i + 1);
          insert.setBytes(2, entry(i));
          insert.setBytes(3, new TreeHasher().leaf(entry(i)).bytes());
          insert.addBatch();
        }
        insert.executeBatch();
        statement.execute("insert into audit_position select id - 1, id from audit_entry");
        statement.execute("delete from audit_unsequenced");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("insert into log_checkpoint values (?, ?, ?, now())")) {
        insert.setLong(1, head.size());
        insert.setBytes(2, head.checkpoint().root().bytes());
        insert.setString(3, head.text());
        insert.execute();
      }
      connection.commit();
    }
  }

  private static void signature() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] password = site.certificates().password().toCharArray();
    try (InputStream in = Files.newInputStream(site.certificates().file("platform-signing.p12"))) {
      store.load(in, password);
    }
    List<X509Certificate> chain =
        Arrays.stream(store.getCertificateChain("platform-signing"))
            .map(X509Certificate.class::cast)
            .toList();
    CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
    cms.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build((PrivateKey) store.getKey("platform-signing", password)),
                chain.get(0)));
    cms.addCertificates(new JcaCertStore(chain));
    byte[] signed = cms.generate(new CMSProcessableByteArray(DOCUMENT), false).getEncoded();
    String digest = "0".repeat(64);
    try (Connection connection = connect("veritwin_app", "veritwin_app");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "insert into signing_ceremony values ('c', 's', 'a', 't', 'r', 1, '', '"
              + digest
              + "', '', '"
              + digest
              + "', 'm', 's', 'u', 'n', '1', 'r', '', 'v', now(), now(),"
              + " 'OPEN')");
      statement.execute(
          "insert into identity_key_set values ('" + digest + "', '{\"keys\":[]}', now())");
      statement.execute(
          "insert into audit_entry (id, canonical, leaf_hash, event, person_id, person_name,"
              + " person_role, record_type, record_id, record_version, refused, sentence, at)"
              + " values (301, 'x', sha256('x'), 'SIGNED', 'p', 'P', 'r', 't', 'r', 1, false,"
              + " 's', now())");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into electronic_signature values ('S-1', 'c', 't', 'r', 1, 'm', 's', 'u',"
                  + " 'n', '1', 'r', now(), '', '', '', ?, ?, 'jwt', '"
                  + digest
                  + "', 'chain', 301)")) {
        insert.setBytes(1, DOCUMENT);
        insert.setBytes(2, signed);
        insert.execute();
      }
      connection.commit();
    }
  }

  @Test
  @Order(1)
  @Verifies({"URS-160", "URS-162"})
  void aBackupOfTheRunningSiteIsWholeAndTheDrillReportsTheRecoveryTime() throws Exception {
    String said = take(backup);
    assertTrue(said.contains("taken while it was running"), said);
    Drill.Report drill = Drill.of(backup, KNOWN, Clock.systemUTC());
    assertTrue(drill.holds(), drill.text());
    assertTrue(drill.recovery().toMillis() > 0);
    assertTrue(drill.text().contains("300 entries lead to"), drill.text());
    assertTrue(
        drill.text().contains("1 electronic signatures are over the documents"), drill.text());
    assertTrue(drill.text().contains("(recovery time)"), drill.text());
  }

  private static String take(Path target) throws Exception {
    return Backup.take(
        site.data().root(), target, PASSPHRASE, Clock.systemUTC(), new SecureRandom(), PART);
  }

  private static Path part(int number) {
    return backup.resolve("backup.tar.gz.%05d.p7m".formatted(number));
  }

  @Test
  @Order(2)
  @Verifies("URS-161")
  void aBackupThatIsNotAsItWasTakenIsNotRestoredAndTheFilesAreNamed() throws Exception {
    byte[] good = Files.readAllBytes(part(2));
    Files.write(part(2), flipped(good, good.length / 2));
    assertNotRestored("00002.p7m was altered");
    Files.delete(part(2));
    assertNotRestored("00002.p7m is missing");
    Files.write(part(2), good);
    Path foreign = Files.writeString(backup.resolve("another.pem"), "x");
    assertNotRestored("another.pem was added");
    Files.delete(foreign);
    Files.createDirectories(home.resolve("full"));
    Files.writeString(home.resolve("full/mine"), "x");
    assertTrue(
        assertThrows(CannotStart.class, () -> Backup.restore(backup, KNOWN, home.resolve("full")))
            .getMessage()
            .contains("is not empty"));
    assertEquals("x", Files.readString(home.resolve("full/mine")));
  }

  // Whoever alters a part can also write the list in clear anew; the passphrase finds it.
  @Test
  @Order(2)
  @Verifies({"URS-139", "URS-161"})
  void anAlteredBackupWithAListThatFitsIsNamedBeforeAnythingIsWritten() throws Exception {
    byte[] first = Files.readAllBytes(part(1));
    byte[] second = Files.readAllBytes(part(2));
    byte[] list = Files.readAllBytes(backup.resolve(Manifest.FILE));
    int parts = Manifest.parse(Files.readAllLines(backup.resolve(Manifest.FILE))).size() - 1;
    byte[] last = Files.readAllBytes(part(parts));
    assertTrue(parts >= 3, parts + " parts");

    Files.write(part(2), flipped(second, second.length / 2));
    assertNotRestoredWithANewList("00002.p7m is not as it was taken");
    Files.write(part(2), flipped(second, second.length - 10));
    assertNotRestoredWithANewList("00002.p7m is not as it was taken");
    Files.write(part(2), Arrays.copyOf(second, second.length - 5000));
    assertNotRestoredWithANewList("00002.p7m is not as it was taken");
    Files.write(part(1), second);
    Files.write(part(2), first);
    assertNotRestoredWithANewList("is not whole");
    Files.write(part(1), first);
    Files.write(part(2), second);
    Files.delete(part(parts));
    assertNotRestoredWithANewList("is not whole");

    Files.write(part(parts), last);
    Files.write(backup.resolve(Manifest.FILE), list);
    Manifest.check(backup);
  }

  private static void assertNotRestoredWithANewList(String reason) throws Exception {
    Files.delete(backup.resolve(Manifest.FILE));
    Manifest.write(backup, Clock.systemUTC().instant());
    assertNotRestored(reason);
  }

  @Test
  @Order(2)
  @Verifies("URS-139")
  void nothingOfTheSiteCanBeReadInABackupAndAnotherPassphraseRestoresNothing() throws Exception {
    String secret = site.secrets().of("postgres.superuser");
    try (Stream<Path> files = Files.list(backup)) {
      for (Path file : files.toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(secret), file.toString());
        assertFalse(bytes.contains("PRIVATE KEY"), file.toString());
        assertFalse(bytes.startsWith("\u001f\u008b"), file.toString());
      }
    }
    Path target = unmakeable();
    Optional<Passphrase> other = Optional.of(Passphrase.of("correct horse battery stable"));
    for (Optional<Passphrase> wrong : List.of(other, Optional.<Passphrase>empty())) {
      String said =
          assertThrows(CannotStart.class, () -> Backup.restore(backup, wrong, target)).getMessage();
      assertTrue(said.contains("passphrase"), said);
      assertFalse(Files.exists(target));
    }
  }

  // What an administrator does on the day when this product is not at hand.
  @Test
  @Order(2)
  @Verifies("URS-139")
  void opensslAndTarOpenABackupWithoutTheProductAndWhatTheyOpenRestores() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "no openssl here");
    Path clear = Files.createDirectories(home.resolve("clear"));
    Path file = Files.writeString(home.resolve("passphrase"), "correct horse battery staple\n");
    String commands =
        "set -eo pipefail; for part in backup.tar.gz.*.p7m; do openssl cms -decrypt -binary"
            + " -inform DER -in \"$part\" -pwri_password \"$(cat '%s')\"; done | tar -xz -C '%s'"
                .formatted(file, clear);
    assertEquals(0, run(backup, "bash", "-c", commands));
    assertEquals(0, run(clear, "sha256sum", "--check", "--quiet", "manifest.sha256"));
    Path restored = home.resolve("restored-from-clear");
    Backup.restore(clear, Optional.empty(), restored);
    assertTrue(Files.exists(restored.resolve("postgres/cluster/backup_label")));
    Files.writeString(file, "correct horse battery stable\n");
    assertTrue(run(backup, "bash", "-c", commands) != 0);
  }

  private static byte[] flipped(byte[] good, int at) {
    byte[] altered = good.clone();
    altered[at] ^= 1;
    return altered;
  }

  /** A folder below a file: whoever writes before reading everything gets another refusal. */
  private static Path unmakeable() throws IOException {
    return Files.writeString(home.resolve("a-file"), "x").resolve("never");
  }

  private static void assertNotRestored(String reason) throws IOException {
    Path target = unmakeable();
    String said =
        assertThrows(CannotStart.class, () -> Backup.restore(backup, KNOWN, target)).getMessage();
    assertTrue(said.contains(reason), said);
    assertFalse(Files.exists(target));
  }

  // Readable and verifiable with general tools, the product gone.
  @Test
  @Order(3)
  @Verifies("URS-164")
  void anArchiveIsReadAndVerifiedWithoutTheProduct() throws Exception {
    Path archive = home.resolve("archive");
    ArchivePackage.make(backup, KNOWN, archive, Clock.systemUTC());
    List<String> csv = Files.readAllLines(archive.resolve("trail.csv"));
    assertEquals(ENTRIES + 1, csv.size());
    assertTrue(csv.get(1).contains("\"Said \"\"so\"\".\""), csv.get(1));
    assertEquals("{\"n\":7}", Files.readAllLines(archive.resolve("entries.jsonl")).get(7));
    // The root by the definition of RFC 6962 alone, with nothing of ours.
    List<byte[]> leaves = new ArrayList<>();
    for (String line : Files.readAllLines(archive.resolve("entries.jsonl"))) {
      leaves.add(sha256(new byte[] {0}, line.getBytes(StandardCharsets.UTF_8)));
    }
    assertEquals(
        Files.readAllLines(archive.resolve("log/checkpoint")).get(2),
        Base64.getEncoder().encodeToString(root(leaves)));
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "no openssl here");
    assertEquals(0, run(archive, "sha256sum", "--check", "--quiet", "manifest.sha256"));
    String[] openssl = {
      "openssl",
      "cms",
      "-verify",
      "-binary",
      "-inform",
      "DER",
      "-in",
      "signatures/S-1/signature.p7s",
      "-content",
      "signatures/S-1/document.json",
      "-CAfile",
      "ca.pem",
      "-purpose",
      "any",
      "-out",
      "/dev/null"
    };
    assertEquals(0, run(archive, openssl));
    Files.writeString(archive.resolve("signatures/S-1/document.json"), "{}");
    assertTrue(run(archive, openssl) != 0);
    assertTrue(run(archive, "sha256sum", "--check", "--quiet", "manifest.sha256") != 0);
  }

  private static byte[] root(List<byte[]> nodes) throws Exception {
    if (nodes.size() == 1) {
      return nodes.get(0);
    }
    int left = Integer.highestOneBit(nodes.size() - 1);
    return sha256(
        new byte[] {1}, root(nodes.subList(0, left)), root(nodes.subList(left, nodes.size())));
  }

  private static byte[] sha256(byte[]... parts) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    for (byte[] part : parts) {
      sha.update(part);
    }
    return sha.digest();
  }

  private static int run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return process.exitValue();
  }

  // A superuser edits the stopped site, takes the backup anew: every digest fits, the log does not.
  @Test
  @Order(4)
  @Verifies("URS-162")
  void aDrillFindsAnEntryAndADocumentThatWereAlteredBeforeTheBackup() throws Exception {
    try (Connection connection = connect("postgres", "superuser");
        Statement statement = connection.createStatement()) {
      statement.execute("alter table audit_entry disable trigger all");
      statement.execute("update audit_entry set canonical = '{\"n\":8}' where id = 8");
      statement.execute("alter table electronic_signature disable trigger all");
      statement.execute("update electronic_signature set signed_document = '{}'");
    }
    stop();
    stopped = true;
    Path second = home.resolve("second");
    String said = take(second);
    assertTrue(said.contains("taken while it was stopped"), said);
    Set<Path> before = restored();
    Drill.Report drill = Drill.of(second, KNOWN, Clock.systemUTC());
    assertFalse(drill.holds());
    assertTrue(
        drill.text().contains("WRONG: Every entry of the database was hashed"), drill.text());
    assertTrue(drill.text().contains("WRONG: The database holds everything"), drill.text());
    assertTrue(drill.text().contains("of which these do not hold: S-1"), drill.text());
    assertEquals(before, restored());
  }

  private static Set<Path> restored() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return folders
          .filter(p -> p.getFileName().toString().startsWith("veritwin-restored"))
          .collect(Collectors.toSet());
    }
  }
}
