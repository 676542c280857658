package io.veritwin.records.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignatures.Standing;
import io.veritwin.records.signature.SignatureOrder.Place;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.validation.evidence.Verifies;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several signatures on one record, one after the other. */
class SignatureOrderTest {

  private static final Place AUTHOR = new Place(Meaning.AUTHORED, Role.ENGINEER);
  private static final Place APPROVAL = new Place(Meaning.APPROVED, Role.QA);
  private static final SignatureOrder ORDER = SignatureOrder.of(AUTHOR, APPROVAL);
  private static final Person JONAS = person("jonas", Role.ENGINEER, Role.QA);
  private static final Person INES = person("ines", Role.QA);

  private static Person person(String name, Role... roles) {
    return new Person("sub-" + name, name, name, "1", Set.of(roles));
  }

  private static Standing signed(Person signer, Meaning meaning, boolean stands) {
    return new Standing(
        new ElectronicSignature(
            "S-7",
            new RecordRef("design space", "DS-1", 1),
            meaning,
            signer,
            Instant.parse("2026-11-20T09:42:31Z"),
            "a",
            "b",
            "",
            "",
            1L),
        stands,
        "");
  }

  private static List<String> rules(Person signer, List<ElectronicSignature> filled) {
    return ORDER.reasonsAgainst("DS-1", signer, filled).stream().map(Refusal::rule).toList();
  }

  @Test
  @Verifies("URS-190")
  void whoIsOutOfTurnIsToldWhoIsNext() {
    assertEquals(List.of("SIG-34"), rules(INES, List.of()));
    assertTrue(
        ORDER
            .reasonsAgainst("DS-1", INES, List.of())
            .get(0)
            .sentence()
            .contains("next is: Authored by a process engineer. You act as QA."));
    assertEquals(List.of(), rules(JONAS, List.of()));
    List<ElectronicSignature> first = ORDER.filled(List.of(signed(JONAS, Meaning.AUTHORED, true)));
    assertEquals(Optional.of(APPROVAL), ORDER.next(first));
    assertEquals(List.of(), rules(INES, first));
  }

  // Independence: also a person with both functions signs once.
  @Test
  @Verifies("URS-190")
  void nobodySignsTwoPlaces() {
    List<ElectronicSignature> first = ORDER.filled(List.of(signed(JONAS, Meaning.AUTHORED, true)));
    assertEquals(List.of("SIG-35"), rules(JONAS, first));
  }

  @Test
  @Verifies("URS-190")
  void aSignatureOnOtherContentOrOutOfOrderFillsNoPlace() {
    assertEquals(List.of(), ORDER.filled(List.of(signed(JONAS, Meaning.AUTHORED, false))));
    assertEquals(List.of(), ORDER.filled(List.of(signed(INES, Meaning.APPROVED, true))));
    List<ElectronicSignature> all =
        ORDER.filled(
            List.of(
                signed(JONAS, Meaning.AUTHORED, true),
                signed(JONAS, Meaning.AUTHORED, true),
                signed(INES, Meaning.APPROVED, true)));
    assertEquals(2, all.size());
    assertEquals(Optional.empty(), ORDER.next(all));
    assertEquals(List.of(), rules(INES, all), "that all is signed is for the act to say");
  }

  @Test
  @Verifies("URS-190")
  void twoPlacesOfOneMeaningAreNoOrder() {
    assertThrows(IllegalArgumentException.class, () -> SignatureOrder.of(AUTHOR, AUTHOR));
  }
}
