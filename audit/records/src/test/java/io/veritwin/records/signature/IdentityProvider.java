package io.veritwin.records.signature;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** Signs ID tokens as the identity provider does, with a key made for the test. */
final class IdentityProvider {

  private final RSAKey key;

  IdentityProvider(String keyId) {
    try {
      this.key = new RSAKeyGenerator(2048).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String keySet() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  /** The claims of an answer that every check accepts. */
  static JWTClaimsSet.Builder answer(SigningCeremony ceremony) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer("https://localhost:8543/realms/veritwin")
        .audience("veritwin-sign")
        .subject(ceremony.signerSubject)
        .claim("name", ceremony.signerName)
        .claim("nonce", ceremony.nonce())
        .claim("auth_time", now.getEpochSecond())
        .claim("acr", "1")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(60)));
  }

  String sign(JWTClaimsSet.Builder claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
              claims.build());
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
