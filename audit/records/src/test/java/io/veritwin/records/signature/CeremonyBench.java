package io.veritwin.records.signature;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.veritwin.records.bench.Figures;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The server's part of a ceremony: beginning it, and from the identity provider's answer to the
 * stored signature with its time stamp; without the network and without the person.
 */
@Tag("bench")
class CeremonyBench {

  @Test
  void ceremony() throws Exception {
    IdentityProvider provider = new IdentityProvider("realm-key-1");
    try (TestPlatform platform =
        TestPlatform.builder()
            .with(AcceptBatchSheet.class)
            .withEntities(SigningCeremony.class, StoredSignature.class)
            .start()) {
      AcceptBatchSheet act = platform.get(AcceptBatchSheet.class);
      act.standAgainst();
      act.signDetails(Map.of("write.value", "46.5"));
      AtomicLong sheets = new AtomicLong(1000);
      Figures.warmUp(
          () -> {
            for (int i = 0; i < 200; i++) {
              measure(platform, provider, sheets.incrementAndGet());
            }
          });
      double[] signed = new double[1000];
      double[] drafted = new double[1000];
      for (int i = 0; i < signed.length; i++) {
        double[] times = measure(platform, provider, sheets.incrementAndGet());
        drafted[i] = times[0];
        signed[i] = times[1];
      }
      Figures.print(
          "ceremony-server-p99",
          Figures.percentile(signed, 99),
          Figures.percentile(drafted, 99),
          "ms");
      Figures.print(
          "ceremony-server-p50",
          Figures.percentile(signed, 50),
          Figures.percentile(drafted, 50),
          "ms");
    }
  }

  /** Milliseconds for an act with its entry, and for the server's part of signing its record. */
  private static double[] measure(TestPlatform platform, IdentityProvider provider, long sheet)
      throws Exception {
    long begin = System.nanoTime();
    Trails.draft(platform, sheet, TestPlatform.QA);
    long begun = System.nanoTime();
    SigningCeremony ceremony = begin(platform, sheet);
    long asked = System.nanoTime();
    String token = provider.sign(IdentityProvider.answer(ceremony));
    long answered = System.nanoTime();
    FreshIdentity identity =
        assertInstanceOf(
                FreshAuthentication.Outcome.Proven.class,
                platform.get(FreshAuthentication.class).check(ceremony, token, provider.keySet()))
            .identity();
    assertInstanceOf(
        SigningOutcome.Signed.class, platform.get(SignRecord.class).sign(ceremony, identity));
    long end = System.nanoTime();
    return new double[] {(begun - begin) / 1e6, (asked - begun + end - answered) / 1e6};
  }

  private static SigningCeremony begin(TestPlatform platform, long sheet) {
    String id =
        assertInstanceOf(
                Begun.Ready.class,
                platform
                    .get(BeginSigning.class)
                    .begin(
                        new SigningRequest(
                            "accept-batch-sheet",
                            "BS-" + sheet,
                            TestPlatform.OPERATOR,
                            Map.of("remark", "Agrees with 08:20 off-line sample, 2.2 g/L."))))
            .ceremonyId();
    return platform.get(SigningCeremonies.class).find(id).orElseThrow();
  }
}
