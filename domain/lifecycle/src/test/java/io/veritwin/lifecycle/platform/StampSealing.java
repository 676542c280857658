package io.veritwin.lifecycle.platform;

import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ReportSealing;
import io.veritwin.lifecycle.change.SignatureStamp;
import io.veritwin.lifecycle.change.ValidationReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The sealing port without PDF: appends the signatures in words; can be made to fail. */
@ApplicationScoped
public class StampSealing implements ReportSealing {

  private volatile boolean fails;

  public void failFromNowOn(boolean failing) {
    this.fails = failing;
  }

  @Override
  public byte[] seal(
      ValidationReport report, ChangeRequest change, List<SignatureStamp> signatures) {
    if (fails) {
      throw new IllegalStateException("the key store is not reachable");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(report.pdf());
    signatures.forEach(
        s -> out.writeBytes((s.name() + " " + s.meaning()).getBytes(StandardCharsets.UTF_8)));
    return out.toByteArray();
  }
}
