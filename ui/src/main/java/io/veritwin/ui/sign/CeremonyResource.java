package io.veritwin.ui.sign;

import io.veritwin.records.signature.BeginSigning;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.SignRecord;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** Begins and ends ceremonies for the signing page. */
@Path("ceremonies")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CeremonyResource {

  @Inject BeginSigning beginSigning;
  @Inject SignRecord signRecord;
  @Inject CurrentPerson me;

  /** What the page asks for. */
  public record Asked(String act, String record, Map<String, String> choices) {}

  /**
   * What it gets: a ceremony with the code that stands on every page of it, or every reason
   * against.
   */
  public record Answer(String ceremony, String code, String expires, List<Reason> reasons) {}

  public record Reason(String rule, String sentence) {}

  /** Freezes the record as it stands now. */
  @POST
  public Answer begin(Asked asked) {
    Begun begun =
        beginSigning.begin(
            new SigningRequest(asked.act(), asked.record(), me.person(), asked.choices()));
    if (begun instanceof Begun.Ready ready) {
      return new Answer(ready.ceremonyId(), ready.code(), ready.expires().toString(), List.of());
    }
    Begun.Refused refused = (Begun.Refused) begun;
    return new Answer(
        null,
        null,
        null,
        refused.reasons().stream().map(r -> new Reason(r.rule(), r.sentence())).toList());
  }

  /** The person chose not to sign, or changed the remark: this ceremony can no longer be used. */
  @DELETE
  @Path("{ceremony}")
  @Consumes(MediaType.WILDCARD)
  public void cancel(@PathParam("ceremony") String ceremony) {
    signRecord.cancel(ceremony);
  }
}
