package io.veritwin.ui.audit;

import io.veritwin.records.log.Proof;
import io.veritwin.records.log.VerifyLog;
import io.veritwin.records.review.PrepareTrailReview;
import io.veritwin.records.trail.EntryDetail;
import io.veritwin.records.trail.ExportTrail;
import io.veritwin.records.trail.Receipts;
import io.veritwin.records.trail.SavedSearches;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.ui.api.Sentence;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;

/** Entries of the trail with what a browser needs to check them itself, and copies to take away. */
@Path("trail")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class EntryResource {

  @Inject TrailSearch search;
  @Inject VerifyLog verifyLog;
  @Inject ExportTrail export;
  @Inject PrepareTrailReview prepareTrailReview;
  @Inject SavedSearches searches;
  @Inject CurrentPerson me;
  @Context HttpServletRequest request;

  /**
   * What the browser recomputes: the entry's bytes, and the receipt in the tlog-proof form.
   *
   * @param leaf the entry exactly as hashed, base64; {@code null} while it awaits its receipt
   */
  public record Evidence(long entry, String leafHash, String leaf, String proof) {}

  /** The evidence of one entry. */
  @GET
  @Path("entries/{id}/evidence")
  public Evidence evidence(@PathParam("id") long id) {
    EntryDetail entry = found(id);
    return new Evidence(
        id,
        entry.leafHash(),
        entry.receipt().map(r -> Base64.getEncoder().encodeToString(r.leaf())).orElse(null),
        entry.receipt().map(Receipts.StoredReceipt::proof).orElse(null));
  }

  /** The server's own check of one entry, line by line. */
  @GET
  @Path("entries/{id}/proof")
  public Shown proof(@PathParam("id") long id, @QueryParam("older") String older) {
    return Shown.of(verifyLog.prove(found(id).row().id(), older));
  }

  /** The whole log, contents against tree and newest checkpoint. */
  @GET
  @Path("proof")
  public Shown wholeLog() {
    return Shown.of(verifyLog.proveWholeLog());
  }

  /**
   * A proof as the panel prints it.
   *
   * @param holds {@code null} while nothing failed and something is still waited for
   */
  public record Shown(Boolean holds, List<Line> lines, String checkedAt, String limits) {
    static Shown of(Proof proof) {
      return new Shown(
          proof.failed() ? Boolean.FALSE : proof.holds() ? Boolean.TRUE : null,
          proof.lines().stream().map(Line::of).toList(),
          proof.checkedAt().toString(),
          proof.limits());
    }
  }

  /**
   * One of its lines.
   *
   * @param holds {@code null} while it is waited for
   */
  public record Line(Boolean holds, String sentence, String evidence) {
    static Line of(Proof.Line line) {
      return new Line(
          line.outcome() == Proof.Outcome.WAITS ? null : line.holds(),
          line.sentence(),
          line.evidence());
    }
  }

  /** Everything that matches, as CSV; the export is an entry before its payload exists. */
  @GET
  @Path("export.csv")
  @Produces("text/csv")
  public Response csv() {
    return file(ExportTrail.Format.CSV, "text/csv;charset=utf-8", "audit-trail.csv");
  }

  /** Everything that matches, as JSON. */
  @GET
  @Path("export.json")
  public Response json() {
    return file(ExportTrail.Format.JSON, MediaType.APPLICATION_JSON, "audit-trail.json");
  }

  private Response file(ExportTrail.Format format, String type, String name) {
    TrailFilter filter = TrailFilter.of(request);
    StreamingOutput body = out -> export.export(me.person(), filter.query(), format, out);
    return Response.ok(body, type)
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .build();
  }

  /** One entry with its proof, for the ledger's own program and other people's tools. */
  @GET
  @Path("entries/{id}/bundle.zip")
  @Produces("application/zip")
  public Response bundle(@PathParam("id") long id) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    export.bundle(me.person(), List.of(id), out);
    return Response.ok(out.toByteArray(), "application/zip")
        .header("Content-Disposition", "attachment; filename=\"entry-" + id + ".zip\"")
        .build();
  }

  /** Keeps the filter in the address under a name. */
  @PUT
  @Path("searches/{name}")
  public void saveSearch(@PathParam("name") String name) {
    searches.save(me.person(), name, TrailFilter.of(request).with("page", ""));
  }

  /** Forgets a saved search. */
  @DELETE
  @Path("searches/{name}")
  public void removeSearch(@PathParam("name") String name) {
    searches.remove(me.person(), name);
  }

  /** Where a prepared review is opened. */
  public record Prepared(String href) {}

  /** Prepares a review of everything that matches the filter in the address. */
  @POST
  @Path("reviews")
  public Response prepareReview() {
    PrepareTrailReview.Prepared prepared =
        prepareTrailReview.prepare(me.person(), TrailFilter.of(request).query());
    if (prepared instanceof PrepareTrailReview.Prepared.Ready ready) {
      return Response.ok(new Prepared("/audit/reviews.xhtml?review=" + ready.review().number()))
          .build();
    }
    return Sentence.of(((PrepareTrailReview.Prepared.Refused) prepared).reason().sentence())
        .as(Response.Status.CONFLICT);
  }

  private EntryDetail found(long id) {
    return search
        .entry(id)
        .orElseThrow(() -> new IllegalArgumentException("there is no entry " + id));
  }
}
