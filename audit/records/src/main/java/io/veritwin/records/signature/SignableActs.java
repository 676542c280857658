package io.veritwin.records.signature;

import io.veritwin.records.right.Delegations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;

/** Finds the act of a name among the beans of all modules. */
@ApplicationScoped
public class SignableActs {

  @Inject @Any Instance<SignableAct> acts;
  @Inject Delegations delegations;

  /**
   * The record of a request as it stands now, with for whom it is signed.
   *
   * @throws IllegalArgumentException when there is no such act or record
   */
  public FrozenRecord freeze(SigningRequest request) {
    return named(request.act()).freeze(request).signedFor(delegations.signedFor(request));
  }

  /**
   * The act called {@code name}.
   *
   * @throws IllegalArgumentException when no module, or more than one, offers it
   */
  public SignableAct named(String name) {
    List<SignableAct> found = acts.stream().filter(act -> act.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.size() + " signable acts are called \"" + name + "\"; there must be one");
    }
    return found.get(0);
  }
}
