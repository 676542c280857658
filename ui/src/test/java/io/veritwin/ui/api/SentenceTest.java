package io.veritwin.ui.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import org.junit.jupiter.api.Test;

class SentenceTest {

  @Test
  @Verifies("URS-512")
  void misuseIsAnsweredWithItsOwnWords() {
    Sentence said =
        FailureInWords.sentence(new IllegalArgumentException("there is no unit BR-9"), "");
    assertEquals("Nothing was changed: there is no unit BR-9.", said.sentence());
  }

  @Test
  @Verifies("URS-512")
  void aFailureNamesItsReferenceAndNeverItsCause() {
    Sentence said =
        FailureInWords.sentence(
            new IllegalStateException("java.sql.SQLException: relation missing"), "ab12cd34");
    assertTrue(said.sentence().contains("ab12cd34"));
    assertFalse(said.sentence().contains("Exception"));
    assertFalse(said.sentence().contains("relation"));
  }
}
