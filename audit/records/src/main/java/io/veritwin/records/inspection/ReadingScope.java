package io.veritwin.records.inspection;

import io.veritwin.records.copy.WholeRecord;
import io.veritwin.records.copy.WholeRecord.Related;
import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the current request may read, in one place: the pages name the inspector's access once per
 * request, and everything that reads the trail or copies a record asks here (URS-194). People of
 * the site and background work are not bounded.
 */
@ApplicationScoped
public class ReadingScope {

  private static final String SEPARATOR = "\u001f";

  @Inject RequestReader reader;
  @Inject AuditTrail trail;
  @Inject @Any Instance<WholeRecord> wholes;

  /** From here on, the request reads by this access. */
  public void bound(Person person, InspectorAccess access) {
    reader.is(person, access);
  }

  /** The bounds of the request; empty when it may read everything. */
  public Optional<Bounds> bounds() {
    try {
      InspectorAccess access = reader.access();
      if (access == null || access.scope().isWholeSite()) {
        return Optional.empty();
      }
      return Optional.of(new Bounds(reader.person().subject(), access.scope(), covered()));
    } catch (ContextNotActiveException noRequest) {
      return Optional.empty();
    }
  }

  /**
   * What bounds a request.
   *
   * @param reader the inspector's subject; an inspector reads what he or she did
   * @param scope as QA gave it
   * @param records the chosen records with what belongs to them now; of no meaning when the scope
   *     chooses none
   */
  public record Bounds(String reader, AccessScope scope, Set<Related> records) {

    /** True when the record is among the chosen ones, or belongs to one of them. */
    public boolean covers(String type, String id) {
      return scope.records().isEmpty() || records.contains(new Related(type, id));
    }

    /** True when an entry of that time is covered, or is the inspector's own. */
    public boolean covers(String person, Instant at) {
      return person.equals(reader)
          || ((scope.from() == null || !at.isBefore(scope.from()))
              && (scope.to() == null || at.isBefore(scope.to())));
    }

    /** A condition on rows {@code e} of the trail, whose values are {@link #values}. */
    public String condition() {
      StringBuilder within = new StringBuilder("true");
      if (!scope.records().isEmpty()) {
        within.append(
            " and (e.record_type, e.record_id) in (select b.type, b.id from"
                + " unnest(string_to_array(:boundTypes, chr(31)),"
                + " string_to_array(:boundIds, chr(31))) as b(type, id))");
      }
      if (scope.from() != null) {
        within.append(" and e.at >= :boundFrom");
      }
      if (scope.to() != null) {
        within.append(" and e.at < :boundTo");
      }
      return "(e.person_id = :boundReader or (" + within + "))";
    }

    /** The condition's values by name. */
    public Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("boundReader", reader);
      if (!scope.records().isEmpty()) {
        values.put(
            "boundTypes",
            records.stream().map(Related::type).collect(Collectors.joining(SEPARATOR)));
        values.put(
            "boundIds", records.stream().map(Related::id).collect(Collectors.joining(SEPARATOR)));
      }
      if (scope.from() != null) {
        values.put("boundFrom", scope.from());
      }
      if (scope.to() != null) {
        values.put("boundTo", scope.to());
      }
      return values;
    }
  }

  /**
   * Refuses a record that is not covered.
   *
   * @throws OutsideScopeException when it is not; the attempt is on record
   */
  public void requireRecord(String type, String id) {
    if (bounds().filter(b -> !b.covers(type, id)).isPresent()) {
      throw outside(type + " " + id);
    }
  }

  /** The refusal of what is outside the scope of this request's access, put on record. */
  public OutsideScopeException outside(String what) {
    InspectorAccess access = reader.access();
    return refused(InspectionRule.INS_23.refusal(what, access.number(), access.scope().inWords()));
  }

  /** The refusal of a copy that would hold entries of a time that is not covered. */
  public OutsideScopeException outsideTime(String what) {
    InspectorAccess access = reader.access();
    return refused(InspectionRule.INS_24.refusal(what, access.number(), access.scope().inWords()));
  }

  private OutsideScopeException refused(Refusal refusal) {
    trail.recordRefusal(
        AuditEvent.refused(
            RecordReading.EVENT,
            reader.person(),
            reader.access().recordRef(),
            refusal.sentence(),
            refusal.rule()));
    return new OutsideScopeException(refusal);
  }

  /** What belongs to a chosen record is found once per request: a batch may go on growing. */
  private Set<Related> covered() {
    if (reader.covered() == null) {
      Set<Related> all = new LinkedHashSet<>();
      for (Related chosen : reader.access().scope().records()) {
        all.add(chosen);
        wholes.stream()
            .filter(whole -> whole.recordType().equals(chosen.type()))
            .forEach(whole -> all.addAll(whole.related(chosen.id())));
      }
      reader.covers(all);
    }
    return reader.covered();
  }
}
