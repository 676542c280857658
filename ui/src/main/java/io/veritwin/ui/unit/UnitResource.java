package io.veritwin.ui.unit;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.recommendation.accept.StopAdvice;
import io.veritwin.recommendation.recommend.AdviceStop;
import io.veritwin.ui.api.Sentence;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Live data of a unit for the operator's page. */
@Path("units/{unit}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UnitResource {

  @Inject ReadUnit read;
  @Inject StopAdvice stopAdvice;
  @Inject CurrentPerson me;

  /** Everything that can change within a second. */
  @GET
  @Path("live")
  public LiveUnit live(@PathParam("unit") String unit) {
    return read.live(unit, me.person());
  }

  /** One proposal, to be followed after its signature. */
  @GET
  @Path("proposals/{number}")
  public LiveUnit.Proposal proposal(
      @PathParam("unit") String unit, @PathParam("number") String number) {
    return read.proposal(unit, number, me.person())
        .orElseThrow(() -> new IllegalArgumentException("there is no proposal " + number));
  }

  /** Stops all advice for the unit: one press, countersigned later. */
  @POST
  @Path("advice-stop")
  public Response stopAdvice(@PathParam("unit") String unit) {
    Outcome<AdviceStop> outcome = stopAdvice.stop(unit, me.person());
    return outcome instanceof Outcome.Refused<AdviceStop> refused
        ? Sentence.of(refused.inWords()).as(Response.Status.FORBIDDEN)
        : Sentence.of(
                "All advice for "
                    + unit
                    + " is stopped. Proposals are withdrawn and nothing is released until a"
                    + " signature resumes it.")
            .as(Response.Status.OK);
  }

  /** The courses behind the trends. */
  @GET
  @Path("trend")
  public UnitTrend trend(@PathParam("unit") String unit) {
    return read.trend(unit);
  }
}
