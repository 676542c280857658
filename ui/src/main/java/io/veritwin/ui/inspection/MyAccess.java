package io.veritwin.ui.inspection;

import io.veritwin.records.inspection.InspectorAccess;
import io.veritwin.records.signature.Refusal;
import io.veritwin.ui.notation.Notation;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;

/** The access by which the person at the screen reads, and why something is not shown. */
@Named("myAccess")
@RequestScoped
public class MyAccess {

  @Inject Clock clock;

  private InspectorAccess access;
  private Refusal refusal;

  void reads(InspectorAccess by) {
    this.access = by;
  }

  void isRefused(Refusal why) {
    this.refusal = why;
  }

  /** {@code null} for people of the site, and while no access is in force. */
  public InspectorAccess getAccess() {
    return access;
  }

  /** True when there are records or times that this access leaves out. */
  public boolean isBounded() {
    return access != null && !access.scope().isWholeSite();
  }

  /** "4 days", "17 min": what is left of the access. */
  public String getLeft() {
    return Notation.inWords(Duration.between(clock.instant(), access.endsAt()));
  }

  /** Why the page that was asked for is not shown; {@code null} when nothing was refused. */
  public Refusal getRefusal() {
    return refusal;
  }
}
