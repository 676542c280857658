package io.veritwin.records.signature;

import io.veritwin.records.identity.Person;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A person who signs, as on the signing page: the ceremony with its two transactions, and in
 * between a fresh authentication that the identity provider of the tests vouches for.
 */
public final class PersonSigning {

  private static final IdentityProvider PROVIDER = new IdentityProvider("realm-key-1");

  private final TestPlatform platform;

  public PersonSigning(TestPlatform platform) {
    this.platform = platform;
  }

  /** The whole ceremony; reasons that stood against it at its beginning end it, too. */
  public SigningOutcome sign(
      String act, String record, Person signer, Map<String, String> choices) {
    Begun begun = begin(act, record, signer, choices);
    if (begun instanceof Begun.Refused refused) {
      return new SigningOutcome.Refused(refused.reasons(), "");
    }
    return complete(((Begun.Ready) begun).ceremonyId());
  }

  /** Transaction 1: what the page does when it opens. */
  public Begun begin(String act, String record, Person signer, Map<String, String> choices) {
    return platform.get(BeginSigning.class).begin(new SigningRequest(act, record, signer, choices));
  }

  /** The identity provider answers, and transaction 2 follows. */
  public SigningOutcome complete(String ceremonyId) {
    return complete(ceremonyId, platform.clock().instant());
  }

  /** The same with an identity provider whose clock reads something else. */
  SigningOutcome complete(String ceremonyId, Instant provedAt) {
    SigningCeremony ceremony = platform.get(SigningCeremonies.class).find(ceremonyId).orElseThrow();
    FreshAuthentication.Outcome proven =
        platform
            .get(FreshAuthentication.class)
            .check(
                ceremony,
                PROVIDER.sign(
                    IdentityProvider.answer(ceremony)
                        .claim("auth_time", provedAt.getEpochSecond())),
                PROVIDER.keySet());
    if (proven instanceof FreshAuthentication.Outcome.Refused refused) {
      return new SigningOutcome.Refused(List.of(refused.reason()), "");
    }
    return platform
        .get(SignRecord.class)
        .sign(ceremony, ((FreshAuthentication.Outcome.Proven) proven).identity());
  }
}
