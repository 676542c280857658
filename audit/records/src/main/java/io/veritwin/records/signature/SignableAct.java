package io.veritwin.records.signature;

import io.veritwin.records.identity.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An act that takes effect only by a signature. Each module that owns such an act offers one CDI
 * bean; the ceremony finds it by {@link #name}.
 */
public interface SignableAct {

  /** Unique, in URL form: "accept-recommendation". */
  String name();

  /**
   * The functions any of which entitles to this signature: the signer must be trained for the one
   * they act in (21 CFR 11.10(i)). That they act in one of them is among {@link #reasonsAgainst}.
   */
  Set<Role> functions(SigningRequest request);

  /**
   * Every reason that stands against this signature now; empty when the person may sign. Asked when
   * the signing page opens and again, with the record locked, inside the transaction that signs.
   */
  List<Refusal> reasonsAgainst(SigningRequest request);

  /**
   * The record as it stands now. Two calls on an unchanged record give equal canonical bytes.
   *
   * @throws IllegalArgumentException when there is no such record
   */
  FrozenRecord freeze(SigningRequest request);

  /**
   * Carries the act out, in the transaction that stores the signature: locks the record, moves its
   * state and completes the workflow step. Whatever it throws undoes the signature too.
   */
  void carryOut(SigningRequest request, ElectronicSignature signature);

  /**
   * The page to return to after signing, relative to the application, for example "unit/BR-204".
   */
  String returnTo(SigningRequest request);

  /**
   * The event that the signature leaves in the trail, for example "RECOMMENDATION_SIGNED". The
   * entry names the frozen record, so the field changes of {@link #carryOut} on it are merged in.
   */
  default String signedEvent() {
    return "RECORD_SIGNED";
  }

  /** The same where the event depends on whose turn it is. Asked before {@link #carryOut}. */
  default String signedEvent(SigningRequest request) {
    return signedEvent();
  }

  /**
   * Further canonical values of that entry, for example the {@code write.*} values from which a
   * plant write is built. Asked inside the transaction that signs, before {@link #carryOut}.
   */
  default Map<String, String> signedDetails(SigningRequest request) {
    return Map.of();
  }
}
