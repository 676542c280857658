package io.veritwin.ui.inbox;

import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.plant.PlantRegister;
import io.veritwin.recommendation.recommend.ApproveDesignSpace;
import io.veritwin.recommendation.recommend.DesignSpaces;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The number beside "Inbox" in the bar: cheap enough to stand on every page. */
@Named
@RequestScoped
public class InboxCount {

  @Inject ChangeRequests requests;
  @Inject PlantRegister register;
  @Inject DesignSpaces designSpaces;
  @Inject ApproveDesignSpace approveDesignSpace;
  @Inject CurrentPerson me;

  /** Change requests that wait for QA, and design spaces whose next signature is this person's. */
  public int getWaiting() {
    Person person = me.person();
    if (!person.is(Role.QA) && !person.is(Role.ENGINEER)) {
      return 0;
    }
    long unsigned =
        register.units().stream()
            .flatMap(u -> designSpaces.of(u.name()).stream())
            .filter(
                d -> approveDesignSpace.next(d).filter(n -> person.is(n.function())).isPresent())
            .count();
    return (person.is(Role.QA) ? requests.awaitingDecision().size() : 0) + (int) unsigned;
  }
}
