package io.veritwin.ui.unit;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.recommendation.accept.AskEngineer;
import io.veritwin.recommendation.accept.EngineerQuestion;
import io.veritwin.ui.api.Sentence;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Questions of operators to the process engineer about a proposal. */
@Path("proposals/{number}/questions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class QuestionResource {

  @Inject AskEngineer askEngineer;
  @Inject CurrentPerson me;

  /** What is asked. */
  public record Asked(String question) {}

  /** Records the question. */
  @POST
  public Response ask(@PathParam("number") String number, Asked asked) {
    Outcome<EngineerQuestion> outcome = askEngineer.ask(number, asked.question(), me.person());
    return outcome instanceof Outcome.Refused<EngineerQuestion> refused
        ? Sentence.of(refused.inWords()).as(Response.Status.BAD_REQUEST)
        : Sentence.of("The question is recorded with " + number + ".").as(Response.Status.OK);
  }
}
