package io.veritwin.validation.protocol;

import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequestState;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.ReportSealing;
import io.veritwin.lifecycle.change.SignatureStamp;
import io.veritwin.lifecycle.change.ValidationReport;
import io.veritwin.records.site.Settings;
import io.veritwin.validation.report.ReportDocument.Footer;
import io.veritwin.validation.report.SealReport;
import io.veritwin.validation.report.SealReport.SignaturePage;
import io.veritwin.validation.report.SignatureBlock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** Seals a validation report with the signatures of author and QA (URS-348). */
@ApplicationScoped
public class SealValidationReport implements ReportSealing {

  @Inject SealReport seal;
  @Inject ChangeRequests changes;
  @Inject Settings settings;
  @Inject Clock clock;

  @Override
  public byte[] seal(
      ValidationReport report, ChangeRequest change, List<SignatureStamp> signatures) {
    boolean approved = change.state() == ChangeRequestState.APPROVED;
    return seal.seal(
        report.pdf(),
        new SignaturePage(
            report.number(),
            "Model version "
                + change.modelVersion()
                + (approved ? " is approved." : " is rejected."),
            "Both signed the record of change request "
                + change.number()
                + "; the record of the decision names this report by its digest.",
            report.digest(),
            signatures.stream().map(SealValidationReport::block).toList(),
            WriteReport.notices(settings, changes.modelVersion(change)),
            new Footer(report.recordDigest(), 0, ""),
            clock.instant()));
  }

  /** A signature as it is printed. */
  static SignatureBlock block(SignatureStamp stamp) {
    return new SignatureBlock(
        stamp.name(),
        stamp.meaning().label(),
        stamp.role(),
        stamp.personNumber(),
        stamp.signedAt(),
        "authenticated anew for this signature",
        stamp.remark(),
        stamp.number(),
        stamp.auditEntry(),
        stamp.recordDigest());
  }
}
