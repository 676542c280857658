package io.veritwin.ui.change;

import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequests;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Every change request, newest first. */
@Named
@RequestScoped
public class Changes {

  @Inject ChangeRequests requests;

  private List<ChangeRequest> all;

  public List<ChangeRequest> getAll() {
    if (all == null) {
      all = requests.all();
    }
    return all;
  }
}
