package io.veritwin.ui.inbox;

import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.plant.PlantRegister;
import io.veritwin.recommendation.recommend.DesignSpaces;
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
  @Inject CurrentPerson me;

  /** Change requests and design spaces that wait for QA, for a person of QA; 0 for others. */
  public int getWaiting() {
    if (!me.person().is(Role.QA)) {
      return 0;
    }
    long unsigned =
        register.units().stream()
            .flatMap(u -> designSpaces.of(u.name()).stream())
            .filter(d -> !d.signed())
            .count();
    return requests.awaitingDecision().size() + (int) unsigned;
  }
}
