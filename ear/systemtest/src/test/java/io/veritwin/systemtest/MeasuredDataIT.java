package io.veritwin.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.veritwin.systemtest.ValidationRecord.Check;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The approval on measured data, by its people in a browser: baker's yeast calibrated on runs 4 to
 * 6, tested on run 7, which nobody has fitted to; then run 7 replayed over OPC UA at 60 times its
 * speed and followed as a shadow. Every figure is computed from the files. The methods are one
 * story in order; pictures and downloads are kept under {@code target/system}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(OneStory.class)
class MeasuredDataIT {

  private static final RunningSite.Place PLACE =
      new RunningSite.Place("measured", 32143, 32144, 32145, 32146, 32147);
  private static final int HELD_OUT = 7;
  private static final String UNIT = "/unit/operate.xhtml?unit=BR-101";

  private static MeasuredRuns runs;
  @AutoClose private static RunningSite site;
  @AutoClose private static People people;

  @BeforeAll
  static void startTheSiteWithTheReplay() {
    People.needABrowser();
    runs = MeasuredRuns.orNotExecuted();
    site =
        RunningSite.start(
            PLACE,
            Map.of(
                "veritwin.replay", runs.folder().toString(),
                "veritwin.replay.run", Integer.toString(HELD_OUT),
                "veritwin.replay.speed", "60"));
    people = People.of(site);
  }

  @Test
  @Order(1)
  @Verifies({"URS-010", "URS-331"})
  void theEngineerImportsTheMeasuredRunsAndKeepsRun7Apart() {
    PersonAtWork engineer = people.person("engineer");
    Page page = engineer.open("/data/import.xhtml");
    page.locator("#choose\\:files").setInputFiles(runs.files(4, 5, 6, HELD_OUT));
    page.locator("#choose\\:check").click();
    page.locator("#store\\:import").waitFor();
    assertTrue(page.innerText("main").contains("offgas_co2_6.csv"), "the early row is shown");
    page.locator("#store\\:reason").fill("The analyser was started before the run.");
    engineer.picture("measured-01-check");
    page.locator("#store\\:import").click();
    page.waitForURL("**/data/batches.xhtml**");
    String first = page.innerText("aside");
    assertTrue(first.contains("offline_4.csv") && !first.contains("_5.csv"), first);
    assertTrue(first.contains("measured") && !first.contains("Rejected rows"), first);
    makeDataSet(page, "Yeast runs 4 to 6", 0, List.of("ferm4", "ferm5", "ferm6"));
    makeDataSet(page, "Yeast run 7", 1, List.of("ferm7"));
    engineer.picture("measured-02-data-sets");
  }

  private static void makeDataSet(Page page, String title, int role, List<String> batches) {
    page.locator("#set\\:title").fill(title);
    page.locator("#set\\:role")
        .selectOption(new com.microsoft.playwright.options.SelectOption().setIndex(role));
    for (String batch : batches) {
      page.locator("#set label", new Page.LocatorOptions().setHasText(batch)).click();
    }
    page.locator("#set\\:make").click();
    page.locator("td").filter(new Locator.FilterOptions().setHasText(title)).first().waitFor();
  }

  @Test
  @Order(2)
  @Verifies({"URS-011", "URS-330", "URS-332"})
  void theEngineerCalibratesOnRuns4To6AndRegistersWhatTheModelIsCredibleFor() {
    PersonAtWork engineer = people.person("engineer");
    Page page = engineer.open("/model/calibrate.xhtml");
    page.locator("tr[data-open] a").first().click();
    for (String recipe : List.of("Carbon dioxide in the gas supplied", "Glucose in the feed")) {
      assertFalse(
          fitted(page, recipe).isChecked(), recipe + " is known from the recipe, not from batches");
    }
    fitted(page, "Half-saturation, ethanol").uncheck();
    error(page, "#fit", "Biomass", "0.2", "3");
    error(page, "#fit", "Glucose", "0.1", "5");
    error(page, "#fit", "Ethanol", "0.1", "5");
    error(page, "#fit", "Carbon dioxide in off-gas", "0.1", "0");
    page.locator("#fit\\:start").click();
    page.getByText("Register a version from")
        .waitFor(new Locator.WaitForOptions().setTimeout(180_000));
    engineer.picture("measured-03-calibration");

    // Found again from the list of what is on record, as after a restart of the server.
    engineer.open("/model/calibrate.xhtml");
    page.locator("tr[data-open*='CAL-1']").click();
    page.getByText("Register a version from").click();
    assertEquals("baker's yeast", page.locator("#version\\:product").inputValue());
    assertTrue(page.innerText("#version").contains("times as far from the fit"));
    page.locator("#version\\:model").fill("YEAST-FB");
    page.locator("#version\\:question")
        .fill("How much biomass and glucose are in the reactor between two samples?");
    page.locator("#version\\:context")
        .fill("Shadow of one running batch; a person reads it beside the samples.");
    for (String output : List.of("Biomass", "Glucose")) {
      page.locator("#version\\:credible")
          .getByLabel(output, new Locator.GetByLabelOptions().setExact(true))
          .check();
    }
    engineer.picture("measured-04-register");
    page.locator("#version\\:register").click();
    page.getByText("YEAST-FB 1.0").first().waitFor();
  }

  private static Locator fitted(Page page, String parameter) {
    return page.getByTitle("fit " + parameter, new Page.GetByTitleOptions().setExact(true));
  }

  /** Types how well one output is measured. */
  private static void error(Page page, String form, String output, String sd, String percent) {
    Locator cells =
        page.locator(form + " tr", new Page.LocatorOptions().setHasText(output))
            .filter(new Locator.FilterOptions().setHas(page.locator("input[id$=absolute]")));
    cells.first().locator("input[id$=absolute]").fill(sd);
    cells.first().locator("input[id$=percent]").fill(percent);
  }

  @Test
  @Order(3)
  @Verifies("URS-011")
  void theLimitsOfTheStudyAreSignedBeforeTheFirstResult() {
    PersonAtWork engineer = people.person("engineer");
    Page page = engineer.open("/change/raise.xhtml");
    page.locator("#raise\\:reason").fill("First version for the yeast unit.");
    page.locator("#raise\\:go").click();
    page.locator("a[data-sign]").waitFor();
    changeLimit(engineer, "Biomass, predicted open loop, R²", "0.95");
    changeLimit(engineer, "Biomass, predicted open loop, NRMSE", "7");
    changeLimit(engineer, "Glucose, predicted open loop, R²", "0.85");
    engineer.picture("measured-05-limits");
    engineer.open("/change/review.xhtml?change=CR-1");
    engineer.sign(
        engineer.openSignature(() -> page.locator("a[data-sign]").click()), "measured-06-submit");
    engineer.open("/change/review.xhtml?change=CR-1");
    engineer.waitForText("Report RP-", 180);
  }

  private static void changeLimit(PersonAtWork engineer, String criterion, String limit) {
    Page page = engineer.open("/change/review.xhtml?change=CR-1&tab=limits");
    String number =
        page.locator("#limit\\:criterion option", new Page.LocatorOptions().setHasText(criterion))
            .getAttribute("value");
    page.locator("#limit\\:criterion").selectOption(number);
    page.locator("#limit\\:value").fill(limit);
    page.locator("#limit\\:why").fill("Limit of the study plan.");
    page.locator("#limit\\:set").click();
    page.waitForURL("**/change/review.xhtml?change=CR-1");
  }

  @Test
  @Order(4)
  @Verifies({"URS-012", "URS-013"})
  void theReportPredictsRun7AndSaysFirstWhatTheModelIsNotCredibleFor() throws IOException {
    PersonAtWork qa = people.person("qa");
    Page page = qa.open("/change/review.xhtml?change=CR-1&tab=report");
    page.locator("iframe.report").waitFor();
    Path report = Downloads.keep("measured-report.pdf", qa.fetch("/api/changes/CR-1/report.pdf"));
    String text =
        Command.run(report.getParent(), List.of("pdftotext", "-layout", report.toString(), "-"))
            .output();
    int verdict = text.indexOf("not credible for carbon dioxide in off-gas");
    int failed = text.indexOf("Failed criteria");
    int passed = text.indexOf("Passed criteria");
    assertTrue(0 < verdict && verdict < failed && failed < passed, text);
    assertTrue(
        text.substring(failed, passed).contains("Carbon dioxide in off-gas, predicted open"),
        text.substring(failed, passed));

    ValidationRecord record = ValidationRecord.of(report);
    Check biomass = record.check("CX", "PREDICTION_R2");
    Check biomassError = record.check("CX", "PREDICTION_NRMSE");
    Check glucose = record.check("CS", "PREDICTION_R2");
    Check carbonDioxide = record.check("CO2", "PREDICTION_R2");
    sameAsMeasured(runs.samples(HELD_OUT, "cX"), biomass);
    sameAsMeasured(runs.samples(HELD_OUT, "cS"), glucose);
    sameAsMeasured(runs.carbonDioxide(HELD_OUT), carbonDioxide);

    assertEquals(biomass.r2(), biomass.value(), 1e-9);
    assertEquals(biomassError.nrmse(), biomassError.value(), 1e-9);
    assertEquals(glucose.r2(), glucose.value(), 1e-9);
    assertEquals(carbonDioxide.r2(), carbonDioxide.value(), 1e-9);
    assertTrue(biomass.r2() >= 0.95 && biomass.passed(), () -> "biomass R² " + biomass.r2());
    assertTrue(biomassError.nrmse() <= 7, () -> "biomass NRMSE " + biomassError.nrmse());
    assertTrue(glucose.r2() >= 0.85 && glucose.passed(), () -> "glucose R² " + glucose.r2());
    assertFalse(carbonDioxide.passed(), () -> "CO2 R² " + carbonDioxide.r2());
    assertFalse(carbonDioxide.claimed());
    assertEquals(List.of(0.95, 7.0, 0.85), limits(biomass, biomassError, glucose));

    // What a person reads in the report and on the page is what was computed here.
    String shown = String.format(Locale.ROOT, "%.3f", biomass.r2());
    assertTrue(text.contains(shown), shown + " is not printed");
    qa.open("/change/review.xhtml?change=CR-1");
    page.getByText("Open the points as a table").waitFor();
    qa.picture("measured-07-evidence");
    assertTrue(page.innerText("main").contains(shown), shown + " is not on the page");
    assertTrue(page.innerText("main").contains("Biomass, Glucose"), "claimed, by its title");
    Downloads.keep(
        "measured-figures.txt", figures(record).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static List<Double> limits(Check... checks) {
    return java.util.Arrays.stream(checks).map(Check::limit).toList();
  }

  /** What was compared with the prediction is what stands in the file, value for value. */
  private static void sameAsMeasured(List<double[]> inFile, Check check) {
    List<double[]> compared = check.points();
    assertEquals(inFile.size(), compared.size());
    for (int i = 0; i < inFile.size(); i++) {
      assertEquals(inFile.get(i)[0], compared.get(i)[0], 1e-6, "time of value " + i);
      assertEquals(inFile.get(i)[1], compared.get(i)[1], 0, "value " + i);
    }
  }

  private static String figures(ValidationRecord record) {
    StringBuilder text = new StringBuilder();
    for (String output : List.of("CX", "CS", "CE", "CO2")) {
      Check check = record.check(output, "PREDICTION_R2");
      text.append(
          String.format(
              Locale.ROOT,
              "%s, run 7 predicted open loop: R2 %.4f, NRMSE %.2f %%, n = %d%n",
              output,
              check.r2(),
              check.nrmse(),
              check.points().size()));
    }
    System.out.print(text);
    return text.toString();
  }

  @Test
  @Order(5)
  @Verifies("URS-012")
  void qaApprovesAndASecondPersonAssignsTheVersionToTheReplayedUnit() throws IOException {
    PersonAtWork qa = people.person("qa");
    Page page = qa.open("/change/review.xhtml?change=CR-1");
    qa.sign(qa.openSignature(() -> page.locator("a[data-sign]").click()), "measured-08-approve");
    Downloads.assertSealed(
        Downloads.keep("measured-sealed.pdf", qa.fetch("/api/changes/CR-1/sealed.pdf")));

    PersonAtWork qa2 = people.person("qa2");
    Page assign = qa2.open("/model/assign.xhtml?version=YEAST-FB%201.0");
    assign.locator("#unit").selectOption("BR-101");
    qa2.sign(
        qa2.openSignature(() -> assign.locator("#assign button[type=submit]").click()),
        "measured-09-assign");
  }

  @Test
  @Order(6)
  @Verifies({"URS-015", "URS-016", "URS-333"})
  void withoutASignedScaleTheFeedIsNotKnownAndOneIsProposedAndSigned() {
    PersonAtWork operator = people.person("operator");
    operator
        .open(UNIT)
        .locator(
            "#card", new Page.LocatorOptions().setHasText("SUBST_A counts has no signed scale"))
        .waitFor();
    operator
        .page()
        .locator("#trend-0 .note", new Page.LocatorOptions().setHasText("last lab sample"))
        .waitFor();
    operator.picture("measured-10-no-scale");
    PersonAtWork engineer = people.person("engineer");
    Page page = engineer.open("/plant/tags.xhtml?unit=BR-101&tag=SUBST_A");
    assertTrue(
        page.locator("tr[data-open*='SUBST_A']").innerText().contains("missing"),
        "nobody has said yet what a count is worth");
    double gain = runs.millilitresPerCount(4, 5, 6);
    page.locator("#scale\\:gain").fill(String.format(Locale.ROOT, "%.4f", gain));
    page.locator("#scale\\:ucum").fill("mL");
    page.locator("#scale\\:evidence")
        .fill("Volume set at the pump by counts at the end of runs 4 to 6; run 7 was not used.");
    engineer.picture("measured-11-scale");
    page.locator("#scale\\:propose").click();
    page.getByRole(
            com.microsoft.playwright.options.AriaRole.HEADING,
            new Page.GetByRoleOptions().setName("TC-1"))
        .waitFor();
    assertEquals(0, page.locator("a[data-sign]").count(), "nobody signs what he proposed");
    PersonAtWork qa = people.person("qa");
    Page tags = qa.open("/plant/tags.xhtml?calibration=TC-1");
    qa.sign(qa.openSignature(() -> tags.locator("a[data-sign]").click()), "measured-12-scale");
    qa.open("/plant/tags.xhtml?calibration=TC-1");
    qa.picture("measured-13-scale-effective");
    assertTrue(tags.innerText("aside").contains("effective"), tags.innerText("aside"));
  }

  @Test
  @Order(7)
  @Verifies({"URS-014", "URS-015"})
  void theReplayedUnitIsFollowedAsAShadowBesideItsSamples() {
    PersonAtWork operator = people.person("operator");
    Page page = operator.open(UNIT);
    page.locator("#trend-0 .note", new Page.LocatorOptions().setHasText("95 % interval")).waitFor();
    assertEquals("shadow", page.innerText("#level"));
    double before = processTime(page);
    double plant = IndependentClient.of(site).read("BR101.PROCESS.TIME");
    assertEquals(plant, before, 1.0, "process time is the plant's, and a client takes seconds");

    // The twin follows: its biomass lies by each sample that the file holds for that time.
    JsonObject trend = waitForSamples(operator, 2);
    List<double[]> inFile = runs.samples(HELD_OUT, "cX");
    JsonObject biomass = quantity(trend, "Biomass");
    for (JsonElement each : biomass.getAsJsonArray("samples")) {
      double time = each.getAsJsonArray().get(0).getAsDouble();
      double value = each.getAsJsonArray().get(1).getAsDouble();
      assertTrue(
          inFile.stream().anyMatch(s -> Math.abs(s[0] - time) < 1e-3 && s[1] == value),
          () -> "run 7 has no biomass of " + value + " g/L at " + time + " h");
      double estimate = estimateAfter(biomass, time);
      if (!Double.isNaN(estimate)) {
        assertEquals(value, estimate, 0.15 * value, "biomass at " + time + " h");
      }
    }
    assertEquals(
        6.9, number(page.innerText("#trend-2 .big")), 3.5, "the feed of run 7, by its scale");
    assertTrue(processTime(page) > before, "process time goes on");
    operator.picture("measured-14-shadow");
  }

  private static double processTime(Page page) {
    return number(page.innerText("#phase").replaceAll(".*· ([0-9.]+) h.*", "$1"));
  }

  private static double number(String text) {
    return Double.parseDouble(text.replaceAll("[^0-9.]", ""));
  }

  /** The unit's trends once so many samples stand beside estimates. */
  private static JsonObject waitForSamples(PersonAtWork person, int samples) {
    long end = System.nanoTime() + 120_000_000_000L;
    while (true) {
      JsonObject trend = json(person, "/api/units/BR-101/trend");
      if (quantity(trend, "Biomass").getAsJsonArray("samples").size() >= samples) {
        return trend;
      }
      assertTrue(System.nanoTime() < end, () -> "no samples beside the estimates: " + trend);
      person.page().waitForTimeout(2000);
    }
  }

  private static JsonObject quantity(JsonObject trend, String title) {
    for (JsonElement each : trend.getAsJsonArray("quantities")) {
      if (each.getAsJsonObject().get("title").getAsString().equals(title)) {
        return each.getAsJsonObject();
      }
    }
    throw new IllegalArgumentException("no trend of " + title + ": " + trend);
  }

  /** The first estimate at or after a time; NaN when the twin has not come so far. */
  private static double estimateAfter(JsonObject quantity, double time) {
    for (JsonElement each : quantity.getAsJsonArray("estimate")) {
      JsonArray point = each.getAsJsonArray();
      if (point.get(0).getAsDouble() >= time) {
        assertTrue(
            point.get(2).getAsDouble() <= point.get(1).getAsDouble()
                && point.get(1).getAsDouble() <= point.get(3).getAsDouble(),
            () -> "an estimate lies in its interval: " + point);
        return point.get(1).getAsDouble();
      }
    }
    return Double.NaN;
  }

  @Test
  @Order(8)
  @Verifies("URS-014")
  void aProposalIsShownAndItsReleaseIsRefusedForWantOfAnActuator() {
    PersonAtWork operator = people.person("operator");
    Page page = operator.open(UNIT);
    page.locator("#accept").waitFor(new Locator.WaitForOptions().setTimeout(240_000));
    assertTrue(page.innerText("#card").contains("BR-101 has no actuator"), "said before signing");
    operator.picture("measured-15-proposal");
    Page signature = operator.openSignature(() -> page.locator("#accept").click());
    operator.sign(signature, "measured-16-accept");
    page.locator("#card .told", new Page.LocatorOptions().setHasText("No actuator"))
        .first()
        .waitFor();
    String card = page.innerText("#card");
    assertTrue(card.contains("Not written.") && card.contains("REL-10"), card);
    operator.picture("measured-17-no-actuator");
  }

  @Test
  @Order(9)
  @Verifies({"URS-017", "URS-278"})
  void aboveSixtyTimesNothingIsProposedAndThePageSaysWhy() {
    PersonAtWork operator = people.person("operator");
    Page page = operator.open(UNIT);
    String status = IndependentClient.of(site).write("BR101.COMMAND", "String", "SPEED 600");
    assertTrue(status.contains("Good"), status);
    page.locator("#card", new Page.LocatorOptions().setHasText("runs 600 times faster")).waitFor();
    assertTrue(
        page.innerText("#card").contains("above 60 times nobody could decide in time"),
        page.innerText("#card"));
    assertEquals(0, page.locator("#accept").count());
    operator.picture("measured-18-too-fast");
  }

  private static JsonObject json(PersonAtWork person, String path) {
    return JsonParser.parseString(
            new String(person.fetch(path), java.nio.charset.StandardCharsets.UTF_8))
        .getAsJsonObject();
  }
}
