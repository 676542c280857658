package io.veritwin.records.keys;

import io.veritwin.records.platform.TestPlatform;
import java.io.IOException;

/**
 * A time-stamp authority that the platform's authorities vouch for, to stand elsewhere in tests.
 */
public final class TestAuthority {

  private TestAuthority() {}

  /** What it answers to an RFC 3161 request, DER. */
  public static byte[] answer(TestPlatform platform, byte[] request) throws IOException {
    return platform.get(TimeStamps.class).answer(request);
  }
}
