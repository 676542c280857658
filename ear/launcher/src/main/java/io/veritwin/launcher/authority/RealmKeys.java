package io.veritwin.launcher.authority;

import io.veritwin.launcher.authority.Certificate.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import javax.crypto.KeyGenerator;

/**
 * The identity provider's keys in a file of their own (URS-137): whoever reads or edits its
 * database cannot sign a token, and the application, which verifies tokens, cannot read the file.
 * Never renewed by itself; an old token is proven by the key set kept with its signature.
 */
public final class RealmKeys {

  private static final String SIGNING = "realm-signing";

  private RealmKeys() {}

  /**
   * Makes the keys of the realm "veritwin" unless they are there.
   *
   * @param authorityFile where the site's authority is kept
   * @param folder below which the identity provider finds the keys of each realm
   * @param password opens the keys
   */
  public static void ensure(
      Path authorityFile,
      String authorityPassword,
      Path folder,
      String password,
      Clock clock,
      SecureRandom random)
      throws GeneralSecurityException, IOException {
    Path file = Files.createDirectories(folder.resolve("veritwin")).resolve("realm-keys.p12");
    if (Files.exists(file)) {
      return;
    }
    Authority.Issued issued =
        Authority.open(authorityFile, authorityPassword.toCharArray(), clock, random)
            .issue(
                new Certificate(
                    SIGNING,
                    "Veritwin identity provider",
                    Purpose.IDENTITY_TOKENS,
                    Optional.empty()));
    KeyGenerator sessions = KeyGenerator.getInstance("HmacSHA512");
    sessions.init(512, random);
    KeyGenerator encryption = KeyGenerator.getInstance("AES");
    encryption.init(128, random);
    KeyFiles.storeKeys(
        file,
        SIGNING,
        issued.key(),
        issued.chain(),
        Map.of(
            "realm-sessions", sessions.generateKey(), "realm-encryption", encryption.generateKey()),
        password.toCharArray());
  }
}
