package io.veritwin.lifecycle.model;

import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Lets the background work of a calibration write to the trail, each entry in a transaction. */
@ApplicationScoped
public class CalibrationTrail {

  @Inject AuditTrail trail;

  /** Writes one entry. */
  @Transactional
  public void record(AuditEvent event) {
    trail.record(event);
  }
}
