package io.veritwin.validation.protocol;

import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.ValidationReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** What an earlier, interrupted execution of a request has already stored. */
@ApplicationScoped
public class FinishedReports {

  @Inject ChangeRequests changes;

  @Transactional
  public Optional<ValidationReport> of(String change) {
    return changes.report(change);
  }

  @Transactional
  public List<CheckResult> results(String change) {
    return changes.results(change);
  }
}
