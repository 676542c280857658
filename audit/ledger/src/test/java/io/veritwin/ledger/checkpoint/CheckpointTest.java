package io.veritwin.ledger.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veritwin.ledger.OtherTools;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.validation.evidence.Verifies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-104")
class CheckpointTest {

  private static final LogKey KEY = LogKey.create("plant.example/log", new SecureRandom());
  private static final Checkpoint HEAD =
      new Checkpoint("plant.example/log", 20_852_163, TreeHasher.emptyRoot());

  /** The example in the documentation of Go's sumdb/note package, which defined the format. */
  @Test
  void theKeyAndSignatureOfTheGoProjectsExampleAreUnderstood() {
    LogVerifierKey key =
        LogVerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
            .orThrow();
    assertEquals("c74f20a3", key.keyIdText());
    String note =
        "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n"
            + "\n"
            + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    // The signature holds; the text, two lines, is no checkpoint.
    assertEquals("The checkpoint does not have its three lines.", refusal(key, note));
    assertTrue(
        refusal(key, note.replace("problem is", "problem was")).contains("signature is false"));
  }

  @Test
  void aSignedCheckpointOpensWithItsKeyOnly() {
    SignedCheckpoint signed = KEY.sign(HEAD);
    assertTrue(signed.text().startsWith("plant.example/log\n20852163\n47DEQpj8HBSa"));
    assertEquals(HEAD, KEY.verifierKey().open(signed.note()).orThrow().checkpoint());
    assertArrayEquals(signed.note(), KEY.verifierKey().open(signed.note()).orThrow().note());
    LogVerifierKey other = LogKey.create("plant.example/log", new SecureRandom()).verifierKey();
    assertTrue(refusal(other, signed.text()).contains("not signed by the key"));
    assertThrows(
        IllegalArgumentException.class,
        () -> KEY.sign(new Checkpoint("other.example", 0, TreeHasher.emptyRoot())));
  }

  @Test
  void everyFlippedBitOfACheckpointIsRefused() {
    byte[] note = KEY.sign(HEAD).note();
    for (int i = 0; i < note.length * 8; i++) {
      byte[] flipped = note.clone();
      flipped[i / 8] ^= (byte) (1 << i % 8);
      assertFalse(KEY.verifierKey().open(flipped).isAccepted(), "bit " + i);
    }
  }

  @Test
  void linesOfCosignersAreLeftAloneButEveryLineOfOursMustHold() {
    SignedCheckpoint signed = KEY.sign(HEAD);
    LogKey witness = LogKey.create("witness.example/w1", new SecureRandom());
    String witnessLine =
        lineOf(
            new SignedNote(
                HEAD.text(),
                List.of(
                    new SignedNote.Signature(
                        "witness.example/w1", witness.verifierKey().keyId(), new byte[72]))));
    assertTrue(open(signed.text() + witnessLine));
    assertTrue(open(signed.text().replace("\n\n", "\n\n" + witnessLine)));
    String falseLine =
        lineOf(
            new SignedNote(
                HEAD.text(),
                List.of(
                    new SignedNote.Signature(
                        "plant.example/log", KEY.verifierKey().keyId(), new byte[64]))));
    assertFalse(open(signed.text() + falseLine));
    assertFalse(open(signed.text().replace("\n\n", "\n\n" + falseLine)));
    assertFalse(open(HEAD.text() + "\n" + witnessLine));
    assertFalse(open(HEAD.text() + "\n"));
    assertFalse(open(HEAD.text()));
    assertFalse(open(""));
    assertFalse(open(signed.text() + "\n"));
    assertFalse(open(signed.text() + witnessLine.repeat(100)));
  }

  @Test
  void aCheckpointOfAnotherLogUnderOurKeyIsRefused() {
    String text = "elsewhere.example\n5\n" + TreeHasher.emptyRoot().base64() + "\n";
    assertTrue(refusal(KEY.verifierKey(), signedRaw(text)).contains("of log elsewhere.example"));
    for (String size : List.of("-1", "05", "+5", "5 ", "99999999999999999999", "")) {
      String odd = "plant.example/log\n" + size + "\n" + TreeHasher.emptyRoot().base64() + "\n";
      assertFalse(open(signedRaw(odd)), size);
    }
    String withExtension = HEAD.text() + "extension line\n";
    assertTrue(open(signedRaw(withExtension)));
  }

  @Test
  void thePublicKeyReadsBackAndAnAlteredOneIsRefused() {
    String vkey = KEY.verifierKey().toString();
    assertEquals(KEY.verifierKey(), LogVerifierKey.parse(vkey + "\n").orThrow());
    for (int i = 0; i < vkey.length(); i++) {
      String altered =
          vkey.substring(0, i) + (vkey.charAt(i) == 'A' ? 'B' : 'A') + vkey.substring(i + 1);
      assertFalse(LogVerifierKey.parse(altered).isAccepted(), altered);
    }
    assertFalse(LogVerifierKey.parse("name+00000000").isAccepted());
    assertThrows(IllegalArgumentException.class, () -> LogKey.create("a name", new SecureRandom()));
    assertThrows(IllegalArgumentException.class, () -> LogKey.create("a+b", new SecureRandom()));
  }

  @Test
  void theSigningKeyIsKeptAsPkcs8() {
    LogKey again = LogKey.fromPem("plant.example/log", KEY.toPem());
    assertEquals(KEY.verifierKey(), again.verifierKey());
    assertEquals(KEY.sign(HEAD), again.sign(HEAD));
    assertThrows(IllegalArgumentException.class, () -> LogKey.fromPem("a", "no key"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            LogKey.fromPem("a", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
  }

  @Test
  void opensslsKeysAreReadAndOurSignaturesHoldForOpenssl(@TempDir Path folder) throws Exception {
    assumeTrue(OtherTools.present("openssl", "version"), "openssl is not installed");
    OtherTools.run(folder, "openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem");
    LogKey key = LogKey.load("plant.example/log", folder.resolve("key.pem"));
    String publicPem = OtherTools.run(folder, "openssl", "pkey", "-in", "key.pem", "-pubout");
    assertEquals(publicPem, key.verifierKey().toPem());

    SignedNote note = SignedNote.parse(key.sign(HEAD).note()).orThrow();
    Files.writeString(folder.resolve("text"), note.text());
    Files.write(folder.resolve("signature"), note.signatures().get(0).bytes());
    Files.writeString(folder.resolve("public.pem"), key.verifierKey().toPem());
    String[] command = {
      "openssl",
      "pkeyutl",
      "-verify",
      "-pubin",
      "-inkey",
      "public.pem",
      "-rawin",
      "-in",
      "text",
      "-sigfile",
      "signature"
    };
    assertTrue(OtherTools.run(folder, command).contains("Verified Successfully"));
    Files.writeString(folder.resolve("text"), note.text().replace("20852163", "20852164"));
    assertTrue(OtherTools.tryRun(folder, java.util.Map.of(), command).status() != 0);

    OtherTools.run(folder, "openssl", "genpkey", "-algorithm", "x25519", "-out", "other.pem");
    assertThrows(
        IllegalArgumentException.class, () -> LogKey.load("a", folder.resolve("other.pem")));
  }

  /** A note over any text, signed by our key: what a careless signer could have made. */
  private static String signedRaw(String text) {
    return new String(KEY.signText(text).bytes(), StandardCharsets.UTF_8);
  }

  private static String lineOf(SignedNote note) {
    String all = new String(note.bytes(), StandardCharsets.UTF_8);
    return all.substring(all.indexOf("\n\n") + 2);
  }

  private static boolean open(String note) {
    return KEY.verifierKey().open(note.getBytes(StandardCharsets.UTF_8)).isAccepted();
  }

  private static String refusal(LogVerifierKey key, String note) {
    return key.open(note.getBytes(StandardCharsets.UTF_8)).refusal().orElse("accepted");
  }
}
