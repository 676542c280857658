package io.veritwin.records.inspection;

import io.veritwin.records.copy.WholeRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** A campaign C-1 to which batch sheets belong, as another module would have one. */
@ApplicationScoped
public class WholeCampaign implements WholeRecord {

  @Override
  public String recordType() {
    return "campaign";
  }

  @Override
  public Optional<Parts> parts(String id) {
    return id.equals("C-1")
        ? Optional.of(
            new Parts(
                List.of(new Related("batch sheet", "BS-1"), new Related("batch sheet", "BS-2")),
                List.of(),
                List.of()))
        : Optional.empty();
  }
}
