package io.veritwin.records.signature;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.records.identity.Role;
import io.veritwin.records.platform.BatchSheet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An act as another module would offer it. */
@ApplicationScoped
public class AcceptBatchSheet implements SignableAct {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  /** What the test wants to go wrong. */
  private final List<Refusal> reasons = new ArrayList<>();

  private String author = "";
  private boolean failing;
  private Map<String, String> details = Map.of("write.value", "46.5");
  private Instant expires;

  public void standAgainst(Refusal... against) {
    reasons.clear();
    reasons.addAll(List.of(against));
  }

  /** Lets this person be the author, who does not accept their own sheet. */
  public void standAgainstPerson(String subject) {
    author = subject;
  }

  public void failInCarryOut(boolean fail) {
    failing = fail;
  }

  public void signDetails(Map<String, String> more) {
    details = more;
  }

  public void expire(Instant at) {
    expires = at;
  }

  @Override
  public String name() {
    return "accept-batch-sheet";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.OPERATOR, Role.QA);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    return request.signer().subject().equals(author)
        ? List.of(new Refusal("BAT-01", "Not accepted. You wrote it."))
        : List.copyOf(reasons);
  }

  private BatchSheet sheet(SigningRequest request, LockModeType lock) {
    BatchSheet sheet =
        entities.find(BatchSheet.class, Long.parseLong(request.recordId().substring(3)), lock);
    if (sheet == null) {
      throw new IllegalArgumentException("no batch sheet " + request.recordId());
    }
    return sheet;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    BatchSheet sheet = sheet(request, LockModeType.NONE);
    return new FrozenRecord(
        sheet.recordRef(),
        "Batch sheet " + sheet.number,
        "BR-204",
        List.of(FrozenRecord.Row.of("Title", sheet.title)),
        Meaning.ACCEPTED_FOR_RELEASE,
        "I have read this batch sheet and accept it.",
        "It is kept.",
        expires,
        CanonicalRecord.of(
                "batch-sheet",
                JsonObject.builder().put("number", sheet.number).put("title", sheet.title).build())
            .bytes());
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    sheet(request, LockModeType.PESSIMISTIC_WRITE).state = BatchSheet.State.ACCEPTED;
    if (failing) {
      throw new IllegalStateException("the act failed");
    }
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "sheet/" + request.recordId();
  }

  @Override
  public String signedEvent() {
    return "BATCH_SHEET_SIGNED";
  }

  @Override
  public Map<String, String> signedDetails(SigningRequest request) {
    return details;
  }
}
