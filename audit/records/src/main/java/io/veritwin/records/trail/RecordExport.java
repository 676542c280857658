package io.veritwin.records.trail;

import io.veritwin.records.identity.Person;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Records an export in a transaction of its own, before there is anything to hand out. */
@ApplicationScoped
public class RecordExport {

  @Inject AuditTrail trail;

  @Transactional
  long before(Person who, String sentence, Map<String, String> details) {
    return trail.record(
        AuditEvent.of("TRAIL_EXPORTED", who, new RecordRef("audit trail", "trail", 1), sentence)
            .with(details));
  }
}
