package io.veritwin.records.retention;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.retention.RetentionSchedule.KeptType;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/**
 * Dispose of records, signable act "dispose-records" (URS-154): a second person of QA signs the
 * proposal, and in the same transaction each record's rows are deleted by the database's one door
 * for it, an entry of the record keeps its last values and its digest, and the proposal stays. The
 * database refuses the commit by itself when the signature is missing or the proposer's own.
 */
@ApplicationScoped
public class DisposeOfRecords implements SignableAct {

  /** The event by which a record leaves; the database looks for this name. */
  static final String EVENT = "RECORD_DISPOSED";

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject RetentionSchedule schedule;
  @Inject Retention retention;
  @Inject AuditTrail trail;

  @Override
  public String name() {
    return "dispose-records";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.QA);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    List<Refusal> reasons = new ArrayList<>();
    DisposalProposal proposal = proposal(request);
    if (!request.signer().is(Role.QA)) {
      reasons.add(
          refusal(
              "RET-03",
              "QA signs a disposal; you are signed in as " + request.signer().roleInWords() + "."));
    }
    if (request.signer().subject().equals(proposal.proposedBy())) {
      reasons.add(
          refusal(
              "RET-09",
              proposal.number() + " is your own proposal; another person of QA decides on it."));
    }
    if (!proposal.isOpen()) {
      reasons.add(refusal("RET-10", proposal.number() + " is ended: " + proposal.standing() + "."));
      return reasons;
    }
    proposal
        .digests()
        .forEach(
            (id, digest) ->
                against(proposal.recordType(), id, digest)
                    .ifPresent(r -> reasons.add(refusal(r.rule(), r.sentence()))));
    return reasons;
  }

  /** What stands against the disposal of one record now. */
  private Optional<Refusal> against(String type, String id, String digest) {
    return retention
        .reasonToKeep(new RecordRef(type, id, 1))
        .or(
            () ->
                schedule
                    .stillUsing(type, id)
                    .map(use -> new Refusal("RET-05", "%s %s stays: %s.".formatted(type, id, use))))
        .or(
            () ->
                schedule.digest(type, id).filter(digest::equals).isPresent()
                    ? Optional.empty()
                    : Optional.of(
                        new Refusal(
                            "RET-11",
                            "%s %s is not as it was when its disposal was proposed. Withdraw the proposal and call the administrator."
                                .formatted(type, id))));
  }

  private static Refusal refusal(String rule, String sentence) {
    return new Refusal(rule, "Not signed. " + sentence + " (" + rule + ")");
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    DisposalProposal proposal = proposal(request);
    KeptType rule = schedule.type(proposal.recordType());
    JsonObject.Builder records = JsonObject.builder();
    proposal.digests().forEach(records::put);
    return new FrozenRecord(
        proposal.recordRef(),
        "Disposal " + proposal.number(),
        proposal.digests().size() + " of the type " + proposal.recordType(),
        List.of(
            new Row(
                "Deleted for ever",
                proposal.digests().size() + " of the type " + proposal.recordType(),
                true),
            Row.of("Records", String.join(", ", proposal.digests().keySet())),
            Row.of(
                "Kept for",
                rule.keptInWords()
                    + " after the last entry"
                    + (rule.basis() == null ? "" : ": " + rule.basis())),
            Row.of("Reason", proposal.reason()),
            Row.of("Proposed", proposal.proposedByName() + ", " + proposal.proposedAt()),
            Row.of("Stays", "Every audit entry, the last values and the digest of each record")),
        Meaning.APPROVED,
        "I have read which records these are and authorise that they are deleted for ever.",
        "The records are deleted at once, here and nowhere else: backups and archives taken before"
            + " still hold them.",
        null,
        CanonicalRecord.of(
                "disposal",
                JsonObject.builder()
                    .put("number", proposal.number())
                    .put("recordType", proposal.recordType())
                    .put("records", records.build())
                    .put("keptFor", rule.keptInWords())
                    .put("basis", rule.basis())
                    .put("reason", proposal.reason())
                    .put("proposedBy", proposal.proposedBy())
                    .put("proposedAt", proposal.proposedAt().toString())
                    .build())
            .bytes());
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    DisposalProposal proposal = schedule.lock(request.recordId());
    proposal.sign(request.signer(), signature);
    proposal
        .digests()
        .forEach((id, digest) -> dispose(proposal, id, digest, request.signer(), signature));
  }

  private void dispose(
      DisposalProposal proposal,
      String id,
      String digest,
      Person signer,
      ElectronicSignature signature) {
    List<FieldChange> last = lastValues(proposal.recordType(), id);
    long entry =
        trail.record(
            AuditEvent.of(
                    EVENT,
                    signer,
                    new RecordRef(proposal.recordType(), id, versionIn(last)),
                    "Disposed of %s %s, proposed by %s in %s, signed %s."
                        .formatted(
                            proposal.recordType(),
                            id,
                            proposal.proposedByName(),
                            proposal.number(),
                            signature.number()))
                .because(proposal.reason())
                .changing(last)
                .with(
                    Map.of(
                        "disposal.proposal", proposal.number(),
                        "disposal.digest", digest,
                        "disposal.signature", signature.number())));
    session()
        .createNativeQuery("select dispose_record(?1, ?2, ?3)::text", String.class)
        .setParameter(1, proposal.number())
        .setParameter(2, id)
        .setParameter(3, entry)
        .getSingleResult();
  }

  private List<FieldChange> lastValues(String type, String id) {
    return session()
        .createNativeQuery("select field, last_value from disposable_values(?1, ?2)", Tuple.class)
        .setParameter(1, type)
        .setParameter(2, id)
        .getResultList()
        .stream()
        .map(
            t ->
                new FieldChange(
                    t.get("field", String.class), t.get("last_value", String.class), null))
        .toList();
  }

  /** The version that people count from 1; 1 where the table keeps none. */
  private static int versionIn(List<FieldChange> values) {
    return values.stream()
        .filter(v -> v.field().equals("version"))
        .map(v -> Integer.parseInt(v.before()) + 1)
        .findFirst()
        .orElse(1);
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "disposal/" + request.recordId();
  }

  @Override
  public String signedEvent() {
    return "DISPOSAL_APPROVED";
  }

  private DisposalProposal proposal(SigningRequest request) {
    return schedule
        .proposal(request.recordId())
        .orElseThrow(
            () -> new IllegalArgumentException("there is no proposal " + request.recordId()));
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
