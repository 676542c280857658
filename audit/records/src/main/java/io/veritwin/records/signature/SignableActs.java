package io.veritwin.records.signature;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;

/** Finds the act of a name among the beans of all modules. */
@ApplicationScoped
public class SignableActs {

  @Inject @Any Instance<SignableAct> acts;

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
