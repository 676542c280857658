package io.veritwin.launcher.backup;

import io.veritwin.launcher.CannotStart;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataParser;
import org.bouncycastle.cms.CMSAuthEnvelopedDataStreamGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.PasswordRecipient;
import org.bouncycastle.cms.PasswordRecipientInformation;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JcePasswordAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JcePasswordRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;

/**
 * A stream cut into parts, each encrypted and authenticated by itself: CMS AuthEnvelopedData (RFC
 * 5083) with AES-256-GCM (RFC 5084), its key wrapped with a passphrase (RFC 3211) by PBKDF2 with
 * HMAC-SHA-256. Every CMS program opens a part. In parts, because general programs, {@code openssl
 * cms} among them, take a whole message into memory, and because so nothing of a part is passed on
 * before it is found unaltered. That parts are whole and in their order is for the content to tell,
 * see {@link PackedSite}.
 */
final class SealedParts {

  /** Plaintext bytes in a part. */
  static final int PART = 32 << 20;

  /** Rounds of PBKDF2 (OWASP Password Storage Cheat Sheet: 600,000 with HMAC-SHA-256). */
  private static final int ROUNDS = 600_000;

  private static final int SALT_BYTES = 16;
  private static final String NAME = "backup.tar.gz.%05d.p7m";
  private static final String NAMES = "backup\\.tar\\.gz\\.[0-9]{5}\\.p7m";
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private SealedParts() {}

  /** True when the folder holds such parts. */
  static boolean in(Path folder) throws IOException {
    return Files.isDirectory(folder) && !parts(folder).isEmpty();
  }

  private static List<Path> parts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().matches(NAMES)).sorted().toList();
    }
  }

  /** Writes into parts of so many bytes in a folder that exists. */
  static OutputStream write(
      Path folder, Passphrase passphrase, int partBytes, SecureRandom random) {
    return new Parts(folder, passphrase, partBytes, random);
  }

  private static final class Parts extends OutputStream {

    private final Path folder;
    private final Passphrase passphrase;
    private final int partBytes;
    private final SecureRandom random;
    // One for all parts, so that the passphrase is stretched once; each part has a key of its own.
    private final byte[] salt = new byte[SALT_BYTES];
    private int number;
    private int room;
    private OutputStream file;
    private OutputStream part;

    Parts(Path folder, Passphrase passphrase, int partBytes, SecureRandom random) {
      this.folder = folder;
      this.passphrase = passphrase;
      this.partBytes = partBytes;
      this.random = random;
      random.nextBytes(salt);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (room == 0) {
          next();
        }
        int now = Math.min(room, length - done);
        part.write(bytes, from + done, now);
        room -= now;
        done += now;
      }
    }

    private void next() throws IOException {
      close();
      number++;
      file = Files.newOutputStream(folder.resolve(NAME.formatted(number)));
      try {
        CMSAuthEnvelopedDataStreamGenerator cms = new CMSAuthEnvelopedDataStreamGenerator();
        cms.addRecipientInfoGenerator(
            new DerivingOnce(passphrase)
                .setProvider(PROVIDER)
                .setPRF(PasswordRecipient.PRF.HMacSHA256)
                .setSaltAndIterationCount(salt, ROUNDS)
                .setSecureRandom(random));
        part =
            cms.open(
                file,
                (OutputAEADEncryptor)
                    new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                        .setSecureRandom(random)
                        .build());
      } catch (CMSException e) {
        throw new IOException("Part " + number + " of the backup cannot be encrypted.", e);
      }
      room = partBytes;
    }

    @Override
    public void close() throws IOException {
      if (part != null) {
        part.close();
        file.close();
        part = null;
      }
    }
  }

  /**
   * Reads the parts as the one stream that they were.
   *
   * @throws CannotStart here or while reading, when the passphrase is another one or a part was
   *     altered
   */
  static InputStream read(Path folder, Passphrase passphrase) throws IOException {
    Iterator<Path> parts = parts(folder).iterator();
    return new SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return parts.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return open(parts.next(), passphrase);
          }
        });
  }

  /** The whole part, found unaltered: nothing of it is passed on before. */
  private static InputStream open(Path part, Passphrase passphrase) {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(part))) {
      for (RecipientInformation recipient :
          new CMSAuthEnvelopedDataParser(file).getRecipientInfos()) {
        if (recipient instanceof PasswordRecipientInformation) {
          try (InputStream content = content(part, recipient, passphrase)) {
            return new ByteArrayInputStream(content.readAllBytes());
          }
        }
      }
      throw altered(part);
    } catch (CannotStart said) {
      throw said;
    } catch (CMSException | IOException | RuntimeException damaged) {
      throw altered(part);
    }
  }

  private static InputStream content(
      Path part, RecipientInformation recipient, Passphrase passphrase) throws IOException {
    try {
      return recipient
          .getContentStream(new OpeningOnce(passphrase).setProvider(PROVIDER))
          .getContentStream();
    } catch (CMSException wrong) {
      throw new CannotStart(
          "Not restored. The passphrase does not open %s; give the one that the backup was taken with."
              .formatted(part));
    }
  }

  /** Wraps the keys of all parts with the one key that the passphrase and the salt give. */
  private static final class DerivingOnce extends JcePasswordRecipientInfoGenerator {

    private final Passphrase passphrase;

    DerivingOnce(Passphrase passphrase) {
      super(CMSAlgorithm.AES256_CBC, passphrase.characters());
      this.passphrase = passphrase;
    }

    @Override
    protected byte[] calculateDerivedKey(int scheme, AlgorithmIdentifier derivation, int bits)
        throws CMSException {
      byte[] known = passphrase.derived(derivation);
      return known != null
          ? known
          : passphrase.derived(derivation, super.calculateDerivedKey(scheme, derivation, bits));
    }
  }

  /** The same for opening them. */
  private static final class OpeningOnce extends JcePasswordAuthEnvelopedRecipient {

    private final Passphrase passphrase;

    OpeningOnce(Passphrase passphrase) {
      super(passphrase.characters());
      this.passphrase = passphrase;
    }

    @Override
    public byte[] calculateDerivedKey(int scheme, AlgorithmIdentifier derivation, int bits)
        throws CMSException {
      byte[] known = passphrase.derived(derivation);
      return known != null
          ? known
          : passphrase.derived(derivation, super.calculateDerivedKey(scheme, derivation, bits));
    }
  }

  private static CannotStart altered(Path part) {
    return new CannotStart(
        "Not restored. %s is not as it was taken: it was altered or cut short. Take another backup."
            .formatted(part));
  }
}
