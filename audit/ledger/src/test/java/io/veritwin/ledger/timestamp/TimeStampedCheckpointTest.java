package io.veritwin.ledger.timestamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veritwin.ledger.OtherTools;
import io.veritwin.ledger.TimeStampAuthority;
import io.veritwin.ledger.checkpoint.Checkpoint;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.validation.evidence.Verifies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-106")
class TimeStampedCheckpointTest {

  private static final byte[] NOTE =
      LogKey.create("plant.example/log", new SecureRandom())
          .sign(new Checkpoint("plant.example/log", 0, TreeHasher.emptyRoot()))
          .note();
  private static final Instant NOW = TimeStampAuthority.NOW;

  @Test
  void aStampOfATrustedAuthorityTellsTheTime() throws Exception {
    for (TimeStampAuthority authority :
        List.of(TimeStampAuthority.rsa(), TimeStampAuthority.ellipticCurve())) {
      byte[] answer = authority.answer(TimeStampedCheckpoint.imprint(NOTE), NOW);
      assertEquals(NOW, verify(NOTE, answer, authority.root()));
      byte[] token = new TimeStampResponse(answer).getTimeStampToken().getEncoded();
      assertEquals(NOW, verify(NOTE, token, authority.root()), "the bare token");
      byte[] anchors = authority.rootPem();
      assertEquals(List.of(authority.root()), TimeStampAnchors.parse(anchors).orThrow());
    }
  }

  @Test
  void aStampIsRefusedForAnotherCheckpointAuthorityPurposeOrTime() throws Exception {
    TimeStampAuthority authority = TimeStampAuthority.ellipticCurve();
    byte[] answer = authority.answer(TimeStampedCheckpoint.imprint(NOTE), NOW);
    byte[] otherNote = NOTE.clone();
    otherNote[0] ^= 1;
    assertEquals(
        "The time stamp is not for this checkpoint.", verify(otherNote, answer, authority.root()));
    X509Certificate stranger = TimeStampAuthority.ellipticCurve().root();
    assertTrue(words(NOTE, answer, stranger).contains("authority is not trusted"));

    byte[] tooLate =
        authority.answer(
            TimeStampedCheckpoint.imprint(NOTE), Instant.parse("2091-01-01T00:00:00Z"));
    assertTrue(words(NOTE, tooLate, authority.root()).contains("signature is false"));
    assertEquals("The time stamp cannot be decoded.", verify(NOTE, new byte[9], authority.root()));
    assertTrue(
        new TimeStampedCheckpoint(NOTE, answer)
            .verify(List.of(), List.of())
            .refusal()
            .orElse("")
            .contains("not trusted"));
  }

  @Test
  void aStampByACertificateThatIsNotForTimeStampingIsRefused() throws Exception {
    byte[] imprint = TimeStampedCheckpoint.imprint(NOTE);
    TimeStampAuthority right = TimeStampAuthority.ellipticCurve();
    assertEquals(NOW, verify(NOTE, right.forcedToken(imprint, NOW), right.root()));
    TimeStampAuthority server = TimeStampAuthority.withoutTheRight();
    String refusal = words(NOTE, server.forcedToken(imprint, NOW), server.root());
    assertTrue(refusal.contains("ExtendedKeyUsage"), refusal);
  }

  @Test
  void aRevokedAuthorityIsRefusedWhenItsRevocationListIsGiven() throws Exception {
    TimeStampAuthority authority = TimeStampAuthority.ellipticCurve();
    byte[] answer = authority.answer(TimeStampedCheckpoint.imprint(NOTE), NOW.plusSeconds(60));
    TimeStampedCheckpoint stamped = new TimeStampedCheckpoint(NOTE, answer);
    List<X509Certificate> anchors = List.of(authority.root());
    X509CRL clean = authority.crl(false);
    assertTrue(stamped.verify(anchors, List.of(clean)).isAccepted());
    X509CRL revoking = authority.crl(true);
    assertFalse(stamped.verify(anchors, List.of(revoking)).isAccepted());
  }

  @Test
  void noFlippedByteOfAStampTellsAnotherTime() throws Exception {
    TimeStampAuthority authority = TimeStampAuthority.ellipticCurve();
    byte[] answer = authority.answer(TimeStampedCheckpoint.imprint(NOTE), NOW);
    int refused = 0;
    for (int i = 0; i < answer.length; i++) {
      byte[] flipped = answer.clone();
      flipped[i] ^= 1;
      var verdict =
          new TimeStampedCheckpoint(NOTE, flipped).verify(List.of(authority.root()), List.of());
      refused += verdict.isAccepted() ? 0 : 1;
      if (verdict.isAccepted()) {
        assertEquals(NOW, verdict.orThrow(), "byte " + i);
      }
    }
    // The answer's outer status words are not signed; everything that matters is.
    assertTrue(refused > answer.length * 9 / 10, refused + " of " + answer.length);
  }

  @Test
  void opensslAcceptsAndRefusesTheSame(@TempDir Path folder) throws Exception {
    assumeTrue(OtherTools.present("openssl", "version"), "openssl is not installed");
    TimeStampAuthority authority = TimeStampAuthority.rsa();
    byte[] answer = authority.answer(TimeStampedCheckpoint.imprint(NOTE), NOW);
    Files.write(folder.resolve("checkpoint"), NOTE);
    Files.write(folder.resolve(TimeStampedCheckpoint.FILE), answer);
    Files.write(folder.resolve("root.pem"), authority.rootPem());
    String[] command = {
      "openssl",
      "ts",
      "-verify",
      "-data",
      "checkpoint",
      "-in",
      TimeStampedCheckpoint.FILE,
      "-CAfile",
      "root.pem",
      "-attime",
      Long.toString(NOW.getEpochSecond())
    };
    assertTrue(OtherTools.run(folder, command).contains("Verification: OK"));
    Files.writeString(folder.resolve("checkpoint"), "another");
    assertTrue(OtherTools.tryRun(folder, Map.of(), command).status() != 0);
  }

  /** The time, or the refusal's words. */
  private static Object verify(byte[] note, byte[] stamp, X509Certificate anchor) {
    var verdict = new TimeStampedCheckpoint(note, stamp).verify(List.of(anchor), List.of());
    return verdict.isAccepted() ? verdict.orThrow() : verdict.refusal().orElseThrow();
  }

  private static String words(byte[] note, byte[] stamp, X509Certificate anchor) {
    return verify(note, stamp, anchor).toString();
  }
}
