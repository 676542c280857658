package io.veritwin.identity.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veritwin.validation.evidence.Verifies;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodeTest {

  @Test
  @Verifies("URS-612")
  void theCodeIsTheBeginningOfTheRecordDigestInTwoGroups() throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest("abc".getBytes(StandardCharsets.UTF_8));
    String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);

    // FIPS 180-2, B.1: SHA-256("abc") = ba7816bf 8f01cfea ...
    assertEquals(Optional.of(new RecordCode("ba78 16bf")), RecordCode.of(nonce));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "not base64!", "c2hvcnQ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  @Verifies("URS-612")
  void aRequestWithoutADigestHasNoCode(String nonce) {
    assertEquals(Optional.empty(), RecordCode.of(nonce));
  }
}
