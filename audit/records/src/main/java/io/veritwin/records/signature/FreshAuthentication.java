package io.veritwin.records.signature;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCClaimsRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.ClaimRequirement;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.veritwin.records.identity.Role;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.site.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fresh authentication of a signing (P11-20, A11D-14), by an OpenID Connect client of its own
 * beside the login: PKCE, pushed authorisation request where offered, a forced new login, and the
 * ceremony's digest as nonce. The signed ID token that comes back proves who, when, how strongly,
 * and about what. Never called with a transaction open.
 *
 * <p>What the browser carries can be altered on its way; nothing in the request is trusted, only
 * the answer's nonce, {@code auth_time}, {@code acr} and {@code sub}.
 */
@ApplicationScoped
public class FreshAuthentication {

  private static final int PATIENCE_MS = 10_000;

  /** How the signing page of the identity provider says that someone else typed. */
  private static final String ANOTHER_PERSON = "another_person";

  /** Asymmetric only: the token must verify for ever with the provider's public keys. */
  private static final Set<JWSAlgorithm> ACCEPTED =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

  @Inject Settings settings;
  @Inject PlatformKeys keys;

  private OIDCProviderMetadata metadata;

  /** What the identity provider's answer proves. */
  sealed interface Outcome {
    record Proven(FreshIdentity identity) implements Outcome {}

    record Refused(Refusal reason) implements Outcome {}
  }

  /** The identity provider cannot be asked. */
  static final class UnreachableException extends Exception {
    UnreachableException(String message, Exception cause) {
      super(message, cause);
    }
  }

  /** The page where the person proves their identity for this ceremony. */
  URI page(SigningCeremony ceremony) throws UnreachableException {
    OIDCClaimsRequest essential =
        new OIDCClaimsRequest()
            .withIDTokenClaimsRequest(
                new ClaimsSetRequest()
                    .add(
                        new ClaimsSetRequest.Entry("auth_time")
                            .withClaimRequirement(ClaimRequirement.ESSENTIAL)));
    OIDCProviderMetadata provider = provider();
    AuthenticationRequest request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, new Scope("openid", "profile"), client(), callback())
            .endpointURI(provider.getAuthorizationEndpointURI())
            .state(new State(ceremony.oidcState))
            .nonce(new Nonce(ceremony.nonce()))
            .prompt(new Prompt(Prompt.Type.LOGIN))
            .maxAge(0)
            .loginHint(ceremony.signerUsername)
            .acrValues(List.of(new ACR(settings.signAcr())))
            .claims(essential)
            .codeChallenge(new CodeVerifier(ceremony.codeVerifier), CodeChallengeMethod.S256)
            .build();
    URI pushing = provider.getPushedAuthorizationRequestEndpointURI();
    return pushing == null ? request.toURI() : pushed(pushing, request);
  }

  private URI pushed(URI endpoint, AuthenticationRequest request) throws UnreachableException {
    try {
      PushedAuthorizationResponse answer =
          PushedAuthorizationResponse.parse(
              send(new PushedAuthorizationRequest(endpoint, secret(), request).toHTTPRequest()));
      if (!answer.indicatesSuccess()) {
        throw new UnreachableException(
            "it refused the request: " + answer.toErrorResponse().getErrorObject(), null);
      }
      return new AuthorizationRequest.Builder(answer.toSuccessResponse().getRequestURI(), client())
          .endpointURI(request.getEndpointURI())
          .build()
          .toURI();
    } catch (IOException | com.nimbusds.oauth2.sdk.ParseException e) {
      throw unreachable(e);
    }
  }

  /** Exchanges the code of the provider's answer and checks the ID token that comes for it. */
  Outcome exchange(SigningCeremony ceremony, AuthenticationResponse answer)
      throws UnreachableException {
    if (!answer.indicatesSuccess()) {
      return refusedBy(answer.toErrorResponse().getErrorObject(), ceremony);
    }
    OIDCProviderMetadata provider = provider();
    try {
      TokenRequest request =
          new TokenRequest.Builder(
                  provider.getTokenEndpointURI(),
                  secret(),
                  new AuthorizationCodeGrant(
                      answer.toSuccessResponse().getAuthorizationCode(),
                      callback(),
                      new CodeVerifier(ceremony.codeVerifier)))
              .build();
      TokenResponse tokens = OIDCTokenResponseParser.parse(send(request.toHTTPRequest()));
      if (!tokens.indicatesSuccess()) {
        return refused(
            SigningRule.SIG_07,
            "it does not honour its own code (" + tokens.toErrorResponse().getErrorObject() + ")");
      }
      JWT idToken = ((OIDCTokenResponse) tokens.toSuccessResponse()).getOIDCTokens().getIDToken();
      HTTPResponse keySet = send(new HTTPRequest(HTTPRequest.Method.GET, provider.getJWKSetURI()));
      keySet.ensureStatusCode(200);
      return check(ceremony, idToken.serialize(), keySet.getBody());
    } catch (IOException | com.nimbusds.oauth2.sdk.ParseException e) {
      throw unreachable(e);
    }
  }

  /** What the provider's own page decided, in our words where they are known to it and us. */
  private static Outcome refusedBy(ErrorObject error, SigningCeremony ceremony) {
    String description = error.getDescription();
    if (ANOTHER_PERSON.equals(description)) {
      return refused(SigningRule.SIG_15, ceremony.signerName, ceremony.signerName);
    }
    if (description == null && OAuth2Error.ACCESS_DENIED_CODE.equals(error.getCode())) {
      return refused(SigningRule.SIG_12, ceremony.record());
    }
    return refused(SigningRule.SIG_08, description == null ? error.getCode() : description);
  }

  /** Every check on the ID token; the first that fails refuses. */
  Outcome check(SigningCeremony ceremony, String idToken, String keySet) {
    IDTokenClaimsSet claims;
    try {
      JWT token = JWTParser.parse(idToken);
      if (!(token instanceof SignedJWT signed)
          || !ACCEPTED.contains(signed.getHeader().getAlgorithm())) {
        return refused(SigningRule.SIG_07, "it is not signed with an accepted algorithm");
      }
      claims =
          new IDTokenValidator(
                  new Issuer(settings.oidcIssuer()),
                  client(),
                  signed.getHeader().getAlgorithm(),
                  JWKSet.parse(keySet))
              .validate(token, null);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return refused(SigningRule.SIG_07, e.getMessage());
    }
    if (claims.getNonce() == null || !claims.getNonce().getValue().equals(ceremony.nonce())) {
      return refused(SigningRule.SIG_04);
    }
    String subject = claims.getSubject().getValue();
    if (!subject.equals(ceremony.signerSubject)) {
      String other = claims.getStringClaim("name");
      return refused(
          SigningRule.SIG_03,
          other == null ? "Another person" : other,
          ceremony.signerName,
          ceremony.signerName);
    }
    // auth_time has whole seconds; so has the beginning it is compared with.
    Instant begun = ceremony.begunAt.truncatedTo(ChronoUnit.SECONDS);
    Instant proved =
        claims.getAuthenticationTime() == null
            ? Instant.EPOCH
            : claims.getAuthenticationTime().toInstant();
    if (proved.isBefore(begun)) {
      return refused(SigningRule.SIG_05, proved, begun);
    }
    String acr = claims.getACR() == null ? "" : claims.getACR().getValue();
    if (!acr.equals(settings.signAcr())) {
      return refused(SigningRule.SIG_06, acr, settings.signAcr());
    }
    Optional<Set<Role>> roles = roles(claims);
    if (roles.isPresent() && !roles.get().equals(ceremony.signer().roles())) {
      return refused(SigningRule.SIG_46, inWords(ceremony.signer().roles()), inWords(roles.get()));
    }
    return new Outcome.Proven(new FreshIdentity(idToken, keySet, subject, proved, acr));
  }

  /** The roles in force at this instant (21 CFR 11.10(g)); empty where the realm does not say. */
  private static Optional<Set<Role>> roles(IDTokenClaimsSet claims) {
    List<String> named = claims.getStringListClaim("roles");
    return named == null
        ? Optional.empty()
        : Optional.of(
            Arrays.stream(Role.values())
                .filter(role -> named.contains(role.realmRole()))
                .collect(Collectors.toSet()));
  }

  private static String inWords(Set<Role> roles) {
    return roles.isEmpty()
        ? "nobody with a role"
        : roles.stream().sorted().map(Role::inWords).collect(Collectors.joining(", "));
  }

  private static Outcome refused(SigningRule rule, Object... values) {
    return new Outcome.Refused(rule.refusal(values));
  }

  private ClientID client() {
    return new ClientID(settings.signClient());
  }

  private ClientSecretBasic secret() {
    return new ClientSecretBasic(client(), new Secret(settings.signSecret()));
  }

  private URI callback() {
    return settings.address().resolve("/sign/callback");
  }

  private synchronized OIDCProviderMetadata provider() throws UnreachableException {
    if (metadata == null) {
      try {
        metadata = OIDCProviderMetadata.resolve(new Issuer(settings.oidcIssuer()), this::prepare);
      } catch (GeneralException | IOException e) {
        throw unreachable(e);
      }
    }
    return metadata;
  }

  private HTTPResponse send(HTTPRequest request) throws IOException {
    prepare(request);
    return request.send();
  }

  private void prepare(HTTPRequest request) {
    request.setConnectTimeout(PATIENCE_MS);
    request.setReadTimeout(PATIENCE_MS);
    request.setSSLSocketFactory(keys.trust().getSocketFactory());
  }

  private static UnreachableException unreachable(Exception e) {
    return new UnreachableException(e.getMessage(), e);
  }
}
