package io.veritwin.records.retention;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.retention.RetentionSchedule.KeptRecord;
import io.veritwin.records.retention.RetentionSchedule.KeptType;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Propose a disposal (URS-154): QA names a record, or every record of a type that may leave, and
 * says why. Nothing is deleted by it; a second person of QA signs, see {@link DisposeOfRecords}.
 */
@ApplicationScoped
@Transactional
public class ProposeDisposal {

  /** More than a person can answer for in one signature. */
  static final int MOST = 200;

  static final int LEAST_REASON = 10;
  private static final int LONGEST_REASON = 400;

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject RetentionSchedule schedule;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /** What came of it. */
  public sealed interface Proposed {
    record Ready(DisposalProposal proposal) implements Proposed {}

    record Refused(Refusal reason) implements Proposed {}
  }

  /**
   * Proposes a disposal.
   *
   * @param recordId {@code null} for every record of the type that may leave now and that no other
   *     proposal names, the oldest first, at most 200
   */
  public Proposed propose(Person who, String recordType, String recordId, String reason) {
    RecordRef subject = new RecordRef(recordType, recordId == null ? "all" : recordId, 1);
    if (!who.is(Role.QA)) {
      return refused(
          who,
          subject,
          "RET-03",
          "Not proposed. QA proposes a disposal; you are signed in as " + who.roleInWords() + ".");
    }
    Optional<Refusal> tooShort = reasonRefused("Not proposed.", reason);
    if (tooShort.isPresent()) {
      return refused(who, subject, tooShort.get().rule(), tooShort.get().sentence());
    }
    if (schedule.types().stream().noneMatch(t -> t.type().equals(recordType) && t.disposable())) {
      return refused(
          who,
          subject,
          "RET-04",
          "Not proposed. Records of the type %s stay for ever; disposable are %s."
              .formatted(
                  recordType,
                  String.join(
                      ", ",
                      schedule.types().stream()
                          .filter(KeptType::disposable)
                          .map(KeptType::type)
                          .toList())));
    }
    List<KeptRecord> asked =
        schedule.records(recordType).stream()
            .filter(r -> recordId == null || r.id().equals(recordId))
            .toList();
    List<KeptRecord> free =
        asked.stream().filter(r -> r.isPast() && r.proposal() == null).limit(MOST).toList();
    if (free.isEmpty()) {
      Refusal why = whyNone(recordType, recordId, asked);
      return refused(who, subject, why.rule(), why.sentence());
    }
    return new Proposed.Ready(store(who, recordType, free, reason.strip()));
  }

  private static Refusal whyNone(String recordType, String recordId, List<KeptRecord> asked) {
    if (recordId == null) {
      return new Refusal(
          "RET-08",
          "Not proposed. Of %d records of the type %s none may leave now that is not proposed already."
              .formatted(asked.size(), recordType));
    }
    if (asked.isEmpty()) {
      return new Refusal(
          "RET-04", "Not proposed. There is no %s %s.".formatted(recordType, recordId));
    }
    KeptRecord record = asked.get(0);
    return record.isPast()
        ? new Refusal(
            "RET-07",
            "Not proposed. %s %s is named by %s, which waits for its second person."
                .formatted(recordType, recordId, record.proposal()))
        : new Refusal(
            "RET-05",
            "Not proposed. %s %s stays: %s.".formatted(recordType, recordId, record.reason()));
  }

  private DisposalProposal store(
      Person who, String recordType, List<KeptRecord> records, String reason) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (KeptRecord record : records) {
      digests.put(record.id(), schedule.digest(recordType, record.id()).orElseThrow());
    }
    DisposalProposal proposal =
        new DisposalProposal(
            "DP-" + nextNumber(),
            recordType,
            digests,
            reason,
            who,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    entities.persist(proposal);
    trail.record(
        AuditEvent.of(
                "DISPOSAL_PROPOSED",
                who,
                proposal.recordRef(),
                "Proposed to dispose of " + proposal.inWords() + ".")
            .because(reason));
    return proposal;
  }

  /** Takes a proposal back; empty when it was done. */
  public Optional<Refusal> withdraw(Person who, String number, String reason) {
    DisposalProposal proposal = schedule.lock(number);
    if (proposal == null) {
      throw new IllegalArgumentException("there is no proposal " + number);
    }
    Optional<Refusal> refusal =
        who.is(Role.QA)
            ? reasonRefused("Not withdrawn.", reason)
            : Optional.of(
                new Refusal(
                    "RET-03",
                    "Not withdrawn. QA withdraws a proposal; you are signed in as "
                        + who.roleInWords()
                        + "."));
    if (refusal.isEmpty() && !proposal.isOpen()) {
      refusal =
          Optional.of(
              new Refusal(
                  "RET-10",
                  "Not withdrawn. " + number + " is ended: " + proposal.standing() + "."));
    }
    if (refusal.isPresent()) {
      refused(who, proposal.recordRef(), refusal.get().rule(), refusal.get().sentence());
      return refusal;
    }
    trail.record(
        AuditEvent.of("DISPOSAL_WITHDRAWN", who, proposal.recordRef(), "Withdrew " + number + ".")
            .because(reason.strip()));
    proposal.withdraw(who, reason.strip(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    return Optional.empty();
  }

  /** Why a reason does not do; {@code null} counts as none given. */
  static Optional<Refusal> reasonRefused(String whatDidNotHappen, String reason) {
    int length = reason == null ? 0 : reason.strip().length();
    return length >= LEAST_REASON && length <= LONGEST_REASON
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                "RET-06",
                "%s The reason has %d characters; say why in %d to %d."
                    .formatted(whatDidNotHappen, length, LEAST_REASON, LONGEST_REASON)));
  }

  private Proposed refused(Person who, RecordRef record, String rule, String sentence) {
    trail.recordRefusal(
        AuditEvent.refused("DISPOSAL_REFUSED", who, record, sentence + " (" + rule + ")", rule));
    return new Proposed.Refused(new Refusal(rule, sentence));
  }

  private long nextNumber() {
    return (Long)
        entities
            .createNativeQuery("select nextval('disposal_proposal_number')", Long.class)
            .getSingleResult();
  }
}
