package io.veritwin.ui.change;

import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.ComparedPoint;
import io.veritwin.lifecycle.change.ReadReport;
import io.veritwin.lifecycle.change.SealedReport;
import io.veritwin.lifecycle.change.ValidationReport;
import io.veritwin.ui.notation.Notation;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Predicate;

/** The plots and the reports of a change request. */
@Path("changes/{change}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ChangeResource {

  @Inject ChangeRequests requests;
  @Inject ReadReport readReport;
  @Inject CurrentPerson me;
  @Inject Notation notation;

  /**
   * The values a criterion compared.
   *
   * @param groups points of measured and predicted, those outside the 95 % band apart
   */
  public record Plot(
      String title,
      String unit,
      String x,
      String y,
      Double band,
      List<Group> groups,
      boolean passed) {}

  /** {@code outside} the band; {@code failed} when that belongs to a criterion that failed. */
  public record Group(String words, boolean outside, boolean failed, List<List<Double>> points) {}

  /**
   * The plot of one criterion.
   *
   * @throws IllegalArgumentException when there is no such result
   */
  @GET
  @Path("plots/{criterion}")
  public Plot plot(@PathParam("change") String change, @PathParam("criterion") String criterion) {
    CheckResult result =
        requests.results(change).stream()
            .filter(r -> r.number().equals(criterion))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(change + " has no result " + criterion));
    String unit = notation.unit(outputUnit(result));
    Predicate<ComparedPoint> outside =
        p -> !Double.isNaN(p.lower()) && (p.measured() < p.lower() || p.measured() > p.upper());
    return new Plot(
        result.title(),
        unit,
        result.subject() + ", measured" + (unit.isEmpty() ? "" : ", " + unit),
        "predicted" + (unit.isEmpty() ? "" : ", " + unit),
        null,
        List.of(
            new Group("inside the 95 % band", false, false, points(result, outside.negate())),
            new Group("outside it", true, !result.passed(), points(result, outside))),
        result.passed());
  }

  private static String outputUnit(CheckResult result) {
    return io.veritwin.twin.model.ProcessModels.all().stream()
        .flatMap(m -> m.outputs().stream())
        .filter(o -> o.id().equals(result.subject()))
        .map(o -> o.unit())
        .findFirst()
        .orElse("");
  }

  private static List<List<Double>> points(CheckResult result, Predicate<ComparedPoint> which) {
    return result.points().stream()
        .filter(which)
        .filter(p -> Double.isFinite(p.measured()) && Double.isFinite(p.predicted()))
        .map(p -> List.of(p.measured(), p.predicted()))
        .toList();
  }

  /** The report as it was rendered; serving it is on record. */
  @GET
  @Path("report.pdf")
  @Produces("application/pdf")
  public Response report(@PathParam("change") String change) {
    ValidationReport report = readReport.serve(change, me.person());
    return pdf(report.pdf(), report.number());
  }

  /** The report with the signature page; serving it is on record. */
  @GET
  @Path("sealed.pdf")
  @Produces("application/pdf")
  public Response sealed(@PathParam("change") String change) {
    SealedReport report = readReport.serveSealed(change, me.person());
    return pdf(report.pdf(), report.number() + "-signed");
  }

  private static Response pdf(byte[] bytes, String name) {
    return Response.ok(bytes, "application/pdf")
        .header("Content-Disposition", "inline; filename=\"" + name + ".pdf\"")
        .build();
  }
}
