package io.veritwin.records.signature;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import io.veritwin.records.identity.Person;
import io.veritwin.records.keys.PlatformSigner;
import io.veritwin.records.keys.TimeStamps;
import io.veritwin.records.watch.WatchIdentityEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.OptimisticLockException;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sign a record, from the ceremony that {@link BeginSigning} stored to the signature: the door for
 * pages. No transaction is open while the identity provider or the time-stamp authority is asked.
 * Every attempt that fails ends its ceremony and is recorded.
 */
@ApplicationScoped
public class SignRecord {

  private static final Logger LOG = LoggerFactory.getLogger(SignRecord.class);

  @Inject SigningCeremonies ceremonies;
  @Inject FreshAuthentication freshAuthentication;
  @Inject PlatformSigner platformSigner;
  @Inject CompleteSigning completeSigning;
  @Inject SignableActs acts;
  @Inject ReasonsAgainstSigning reasonsAgainst;
  @Inject WatchIdentityEvents identityEvents;
  @Inject Clock clock;

  /** Where the browser goes next. */
  public sealed interface Authentication {

    /** The identity provider's page for this ceremony. */
    record Page(URI address) implements Authentication {}

    /** There is none. */
    record Refused(Refusal reason) implements Authentication {}
  }

  /** The identity provider's page where the person proves their identity for this ceremony. */
  public Authentication authenticate(String ceremonyId) {
    Optional<SigningCeremony> found = ceremonies.find(ceremonyId);
    if (found.isEmpty()) {
      return new Authentication.Refused(SigningRule.NO_CEREMONY);
    }
    SigningCeremony ceremony = found.get();
    if (!ceremony.isOpen()) {
      return new Authentication.Refused(refuse(ceremony, SigningRule.SIG_01.refusal()));
    }
    try {
      return new Authentication.Page(freshAuthentication.page(ceremony));
    } catch (FreshAuthentication.UnreachableException e) {
      LOG.warn("The identity provider cannot be reached.", e);
      return new Authentication.Refused(
          refuse(ceremony, SigningRule.SIG_11.refusal(e.getMessage())));
    }
  }

  /**
   * The identity provider sent the browser back.
   *
   * @param callback the complete address it called, with its query
   * @param browsersCeremony the ceremony named in this browser's own cookie; {@code null} without
   */
  public SigningOutcome complete(URI callback, String browsersCeremony) {
    AuthenticationResponse answer;
    try {
      answer = AuthenticationResponseParser.parse(callback);
    } catch (ParseException e) {
      return notAnAnswer(browsersCeremony);
    }
    Optional<SigningCeremony> found =
        answer.getState() == null
            ? Optional.empty()
            : ceremonies.findByState(answer.getState().getValue());
    if (found.isEmpty()) {
      return notAnAnswer(browsersCeremony);
    }
    SigningCeremony ceremony = found.get();
    if (!ceremony.id.equals(browsersCeremony)) {
      return refused(ceremony, SigningRule.SIG_13.refusal());
    }
    if (!ceremony.isOpen()) {
      return refused(ceremony, SigningRule.SIG_01.refusal());
    }
    if (!clock.instant().isBefore(ceremony.expiresAt)) {
      return refused(ceremony, expired(ceremony));
    }
    if (ceremony.isAheadOf(clock.instant())) {
      return refused(ceremony, clockSetBack(ceremony, clock.instant()));
    }
    FreshAuthentication.Outcome outcome;
    try {
      outcome = freshAuthentication.exchange(ceremony, answer);
    } catch (FreshAuthentication.UnreachableException e) {
      LOG.warn("The identity provider cannot be reached.", e);
      return refused(ceremony, SigningRule.SIG_11.refusal(e.getMessage()));
    }
    if (outcome instanceof FreshAuthentication.Outcome.Refused refused) {
      return refused(ceremony, refused.reason());
    }
    return sign(ceremony, ((FreshAuthentication.Outcome.Proven) outcome).identity());
  }

  /** Makes and stamps the signature, then stores it with its act in transaction 2. */
  SigningOutcome sign(SigningCeremony ceremony, FreshIdentity identity) {
    try {
      // A password that somebody else set a moment ago, or guesses before the right one, must stand
      // in the trail, and take the right away, before it can sign.
      identityEvents.catchUp();
    } catch (IOException e) {
      LOG.warn("The identity provider's events cannot be read.", e);
      return refused(ceremony, SigningRule.SIG_11.refusal(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused(ceremony, SigningRule.SIG_11.refusal("interrupted"));
    } catch (RuntimeException e) {
      LOG.error("What the identity provider logged could not be stored.", e);
      return refused(ceremony, SigningRule.SIG_14.refusal(why(e)));
    }
    CompleteSigning.Completed completed;
    try {
      Instant signedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      byte[] document = SignedDocument.of(ceremony, identity, signedAt);
      ProvenSignature proven =
          new ProvenSignature(
              identity,
              signedAt,
              document,
              platformSigner.sign(document),
              platformSigner.chainPem());
      completed = completeSigning.complete(ceremony.id, proven);
    } catch (TimeStamps.NoStampException e) {
      LOG.warn("No time stamp for the signature of ceremony {}.", ceremony.id, e);
      return refused(ceremony, SigningRule.SIG_49.refusal(e.getMessage()));
    } catch (Exception e) {
      // A commit that fails arrives here as a checked exception that no method declares.
      LOG.error("The signature of ceremony {} could not be stored.", ceremony.id, e);
      return refused(
          ceremony,
          reasonThatArose(ceremony)
              .orElseGet(
                  () ->
                      cameSecond(e)
                          ? SigningRule.SIG_09.refusal(ceremony.record())
                          : SigningRule.SIG_14.refusal(why(e))));
    }
    if (completed instanceof CompleteSigning.Completed.Signed signed) {
      return new SigningOutcome.Signed(signed.signature(), returnTo(ceremony));
    }
    return new SigningOutcome.Refused(
        ((CompleteSigning.Completed.Refused) completed).reasons(), returnTo(ceremony));
  }

  /** The person chose not to sign. */
  public void cancel(String ceremonyId) {
    ceremonies
        .find(ceremonyId)
        .filter(SigningCeremony::isOpen)
        .ifPresent(
            ceremony -> refuse(ceremony, SigningRule.SIG_12.refusal(ceremony.record().toString())));
  }

  /**
   * The ceremony's outcome so far, for the page that waits beside the signing window.
   *
   * @param ceremonyId {@code null} when the browser knows of none
   */
  public SigningOutcome outcome(String ceremonyId) {
    Optional<SigningCeremony> found = Optional.ofNullable(ceremonyId).flatMap(ceremonies::find);
    if (found.isEmpty()) {
      return noCeremony();
    }
    SigningCeremony ceremony = found.get();
    return switch (ceremony.state) {
      case SIGNED ->
          new SigningOutcome.Signed(
              ceremonies.signatureOf(ceremonyId).orElseThrow().asSigned(), returnTo(ceremony));
      case REFUSED ->
          new SigningOutcome.Refused(
              List.of(new Refusal(ceremony.refusalRule, ceremony.refusalSentence)),
              returnTo(ceremony));
      case OPEN ->
          clock.instant().isBefore(ceremony.expiresAt)
              ? new SigningOutcome.Open()
              : refused(ceremony, expired(ceremony));
    };
  }

  /**
   * The record as this person read it for a ceremony, whatever happened to session or record since;
   * empty for somebody else's ceremony, or one that kept nothing.
   *
   * @param ceremonyId {@code null} when the browser knows of none
   */
  public Optional<FrozenRecord> record(String ceremonyId, Person reader) {
    return Optional.ofNullable(ceremonyId)
        .flatMap(ceremonies::find)
        .filter(ceremony -> ceremony.signerSubject.equals(reader.subject()))
        .filter(ceremony -> !ceremony.shown.isEmpty())
        .map(ShownRecord::read);
  }

  private static Refusal expired(SigningCeremony ceremony) {
    return SigningRule.SIG_02.refusal(ceremony.begunAt.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Ends the ceremony that this browser began: whatever called, it was not its answer. */
  private SigningOutcome notAnAnswer(String browsersCeremony) {
    return Optional.ofNullable(browsersCeremony)
        .flatMap(ceremonies::find)
        .map(ceremony -> refused(ceremony, SigningRule.SIG_16.refusal()))
        .orElseGet(SignRecord::noCeremony);
  }

  private static SigningOutcome noCeremony() {
    return new SigningOutcome.Refused(List.of(SigningRule.NO_CEREMONY), "");
  }

  private SigningOutcome refused(SigningCeremony ceremony, Refusal reason) {
    return new SigningOutcome.Refused(List.of(refuse(ceremony, reason)), returnTo(ceremony));
  }

  private Refusal refuse(SigningCeremony ceremony, Refusal reason) {
    try {
      ceremonies.refuse(ceremony.id, reason);
      return reason;
    } catch (Exception e) {
      // A commit that fails arrives here as a checked exception that no method declares.
      LOG.error("The refusal of ceremony {} could not be stored: {}", ceremony.id, reason, e);
      return SigningRule.unrecorded(why(e));
    }
  }

  /** What stands against it now: who signs at the same instant as another may come second. */
  private Optional<Refusal> reasonThatArose(SigningCeremony ceremony) {
    try {
      return reasonsAgainst.against(ceremony.request()).stream().findFirst();
    } catch (RuntimeException e) {
      LOG.warn("What stands against ceremony {} cannot be asked.", ceremony.id, e);
      return Optional.empty();
    }
  }

  /** True when somebody else's change of the record was stored at the same instant. */
  private static boolean cameSecond(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OptimisticLockException) {
        return true;
      }
    }
    return false;
  }

  /** What the database said, where it was the database; else the kind of failure. */
  private static String why(Exception failure) {
    String said = failure.getClass().getSimpleName();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getMessage() != null) {
        said = sql.getMessage().lines().findFirst().orElse(said).replaceFirst("^ERROR: ", "");
      }
    }
    return said;
  }

  static Refusal clockSetBack(SigningCeremony ceremony, Instant now) {
    return SigningRule.SIG_48.refusal(
        now.truncatedTo(ChronoUnit.SECONDS), ceremony.begunAt.truncatedTo(ChronoUnit.SECONDS));
  }

  private String returnTo(SigningCeremony ceremony) {
    return acts.named(ceremony.act).returnTo(ceremony.request());
  }

  /** How a ceremony stands. */
  public sealed interface SigningOutcome {

    /** It waits for the person. */
    record Open() implements SigningOutcome {}

    /**
     * The record is signed.
     *
     * @param returnTo the page to go back to
     */
    record Signed(ElectronicSignature signature, String returnTo) implements SigningOutcome {}

    /**
     * Nothing was signed.
     *
     * @param returnTo the page to go back to; empty when the ceremony is not known
     */
    record Refused(List<Refusal> reasons, String returnTo) implements SigningOutcome {
      public Refused {
        reasons = List.copyOf(reasons);
      }
    }
  }
}
