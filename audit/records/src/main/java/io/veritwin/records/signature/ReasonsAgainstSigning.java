package io.veritwin.records.signature;

import io.veritwin.records.log.LogHealth;
import io.veritwin.records.right.Delegations;
import io.veritwin.records.right.SignStatement;
import io.veritwin.records.right.SigningRights;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that stands against a signature now, all at once: the act's own reasons, the signer's
 * right to sign, the log's health and the record's expiry (21 CFR 11.10(g)). Asked by pages, when a
 * ceremony begins, and again inside the transaction that signs.
 */
@ApplicationScoped
@Transactional
public class ReasonsAgainstSigning {

  @Inject SignableActs acts;
  @Inject SigningRights rights;
  @Inject Delegations delegations;
  @Inject LogHealth logHealth;
  @Inject Clock clock;

  /**
   * For a page: what the person would be told now; nothing is stored.
   *
   * @throws IllegalArgumentException when there is no such act or record
   */
  public List<Refusal> against(SigningRequest request) {
    SignableAct act = acts.named(request.act());
    List<Refusal> reasons = new ArrayList<>(act.reasonsAgainst(request));
    reasons.addAll(delegations.reasonsAgainst(act, request, List.copyOf(reasons)));
    reasons.addAll(
        act.name().equals(SignStatement.NAME)
            ? rights.reasonsAgainstStatement(request.signer())
            : rights.reasonsAgainst(request.signer(), act.functions(request)));
    logHealth.reasonAgainstActs().ifPresent(reasons::add);
    return reasons;
  }

  /** The same about a frozen record, which may have expired. */
  List<Refusal> against(SigningRequest request, FrozenRecord frozen) {
    List<Refusal> reasons = against(request);
    Instant now = clock.instant();
    if (frozen.expires() != null && !now.isBefore(frozen.expires())) {
      reasons.add(
          SigningRule.SIG_10.refusal(
              frozen.title(), frozen.expires().truncatedTo(ChronoUnit.SECONDS)));
    }
    return reasons;
  }
}
