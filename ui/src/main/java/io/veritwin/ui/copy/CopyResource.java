package io.veritwin.ui.copy;

import io.veritwin.records.signature.Refusal;
import io.veritwin.ui.api.Sentence;
import io.veritwin.ui.session.CurrentPerson;
import io.veritwin.validation.report.copy.CertifiedCopy;
import io.veritwin.validation.report.copy.CheckCopy;
import io.veritwin.validation.report.copy.CheckCopy.CopyCheck;
import io.veritwin.validation.report.copy.IssueCertifiedCopy;
import io.veritwin.validation.report.copy.IssueCertifiedCopy.Outcome;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Certified copies of records: issued here, and checked here when they come back (URS-179). */
@Path("copies")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class CopyResource {

  @Inject IssueCertifiedCopy issue;
  @Inject CheckCopy check;
  @Inject CurrentPerson me;

  /**
   * The copy as a download; its issue is an entry before it exists.
   *
   * @param type kind of the record as the trail names it
   * @param id its number
   * @param reason what the copy is for
   */
  @GET
  @Path("certified.pdf")
  @Produces({"application/pdf", MediaType.APPLICATION_JSON})
  public Response certified(
      @QueryParam("type") String type,
      @QueryParam("id") String id,
      @QueryParam("reason") String reason) {
    Outcome outcome = issue.issue(me.person(), type, id, reason);
    if (outcome instanceof Outcome.Refused refused) {
      Refusal why = refused.reason();
      return new Sentence(why.sentence() + " (" + why.rule() + ")", why.rule())
          .as(Response.Status.CONFLICT);
    }
    CertifiedCopy copy = ((Outcome.Issued) outcome).copy();
    return Response.ok(copy.pdf(), "application/pdf")
        .header("Content-Disposition", "attachment; filename=\"" + copy.fileName() + "\"")
        .build();
  }

  /** What the check of a copy found, as the page prints it. */
  public record Checked(
      boolean holds,
      List<String> findings,
      String record,
      long auditEntry,
      String recordDigest,
      String certifiedAt) {
    static Checked of(CopyCheck found) {
      return new Checked(
          found.holds(),
          found.findings(),
          found.record(),
          found.auditEntry(),
          found.recordDigest(),
          found.certifiedAt() == null ? "" : found.certifiedAt().toString());
    }
  }

  /** Checks a copy that somebody brings back. Nothing of it is kept. */
  @POST
  @Path("check")
  @Consumes("application/pdf")
  public Checked check(byte[] file) {
    return Checked.of(check.check(file));
  }
}
