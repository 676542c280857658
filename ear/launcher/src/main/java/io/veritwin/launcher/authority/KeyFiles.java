package io.veritwin.launcher.authority;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;

/** Reads and writes keys and certificates as PKCS#12 and PEM; only the owner can read a key. */
final class KeyFiles {

  private KeyFiles() {}

  static KeyStore load(Path file, char[] password) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password);
    }
    return store;
  }

  static void storeKey(
      Path file, String alias, PrivateKey key, List<X509Certificate> chain, char[] password)
      throws GeneralSecurityException, IOException {
    storeKeys(file, alias, key, chain, Map.of(), password);
  }

  /** The same with further, secret keys by their alias. */
  static void storeKeys(
      Path file,
      String alias,
      PrivateKey key,
      List<X509Certificate> chain,
      Map<String, SecretKey> secretKeys,
      char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(alias, key, password, chain.toArray(X509Certificate[]::new));
    for (Map.Entry<String, SecretKey> secret : secretKeys.entrySet()) {
      store.setKeyEntry(secret.getKey(), secret.getValue(), password, null);
    }
    write(file, store, password);
  }

  static void storeTrust(Path file, List<X509Certificate> trusted, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("ca-" + i, trusted.get(i));
    }
    write(file, store, password);
  }

  private static void write(Path file, KeyStore store, char[] password)
      throws GeneralSecurityException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, password);
    writePrivate(file, bytes.toByteArray());
  }

  static void writePrivate(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, bytes);
  }

  static byte[] pem(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
