package io.veritwin.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The river end to end, by its people in a browser: batches are imported, a model version is
 * approved on evidence and assigned by a second person; the operator signs a recommendation, whose
 * setpoint another vendor's client then reads at the plant; an inspector verifies the whole. The
 * methods are one story in order; pictures and downloads are kept under {@code target/system}.
 */
@ExtendWith(OneStory.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TheMainJobIT {

  private static final String CAN_ACCEPT = "#accept:not(.blocked)";
  private static final String SETPOINT = "BR204.FIC-204.SP";

  @AutoClose private static RunningSite site;
  @AutoClose private static People people;
  private static IndependentClient plant;

  @BeforeAll
  static void startTheSite() {
    People.needABrowser();
    site = RunningSite.start();
    people = People.of(site);
  }

  @Test
  @Order(0)
  @Verifies({"URS-600", "URS-617"})
  void oneCommandStartsTheSiteAndTellsItsFigures() {
    String last = site.printed().get(site.printed().size() - 1);
    assertTrue(last.contains("ready") && last.contains(RunningSite.ADDRESS), last);
    double gigabytes = Double.parseDouble(last.replaceAll(".*, ([0-9.]+) GB.*", "$1"));
    assertTrue(gigabytes > 0 && gigabytes <= 2.5, last);
    assertTrue(site.printed().stream().anyMatch(line -> line.contains("fsync=on")));
  }

  @Test
  @Order(0)
  @Verifies("URS-616")
  void eachAccountIsANamedPersonWithOneRole() {
    Map.of(
            "engineer", "Jonas Weidl",
            "qa", "Dr. Ines Albrecht",
            "qa2", "Priya Nair",
            "operator", "Marta Reuter",
            "inspector", "J. Lindqvist",
            "admin", "Tom Brandl")
        .forEach(
            (account, name) ->
                assertTrue(people.person(account).page().innerText("header").contains(name), name));
  }

  @Test
  @Order(0)
  @Verifies("URS-614")
  void theSessionCookieIsReadableByNoScriptAndTravelsProtectedOnly() {
    var cookie =
        people.person("inspector").session().cookies(RunningSite.ADDRESS).stream()
            .filter(c -> c.name.equals("JSESSIONID"))
            .findFirst()
            .orElseThrow();
    assertTrue(cookie.httpOnly && cookie.secure, cookie.name);
  }

  @Test
  @Order(0)
  @Verifies("URS-615")
  void nothingAnswersWithoutTls() {
    for (int port : List.of(RunningSite.HTTPS, RunningSite.KEYCLOAK, RunningSite.MANAGEMENT)) {
      Command plain =
          Command.run(
              RunningSite.OUTPUT,
              List.of(
                  "curl",
                  "-s",
                  "-m",
                  "5",
                  "-o",
                  "plain.txt",
                  "-w",
                  "%{http_code}",
                  "http://localhost:" + port + "/"));
      assertTrue(List.of("000", "400").contains(plain.output()), port + ": " + plain.output());
    }
  }

  @Test
  @Order(1)
  @Verifies({"URS-001", "URS-002"})
  void theEngineerImportsBatchesAndMakesTwoDataSets() throws IOException {
    PersonAtWork engineer = people.person("engineer");
    Page page = engineer.open("/data/import.xhtml");
    page.locator("#choose\\:files").setInputFiles(samples());
    page.locator("#choose\\:check").click();
    page.locator("#store\\:import").click();
    page.waitForURL("**/data/batches.xhtml**");
    engineer.picture("01-batches");
    List<String> batches =
        page.locator("#set input[type=checkbox]").all().stream()
            .map(box -> box.getAttribute("value"))
            .toList();
    assertEquals(samples().length, batches.size(), "every sample is a batch");
    makeDataSet(page, "Calibration", 0, batches.subList(0, batches.size() - 2));
    makeDataSet(page, "Hold-out", 1, batches.subList(batches.size() - 2, batches.size()));
    engineer.picture("02-data-sets");
  }

  private static void makeDataSet(Page page, String title, int role, List<String> batches) {
    page.locator("#set\\:title").fill(title);
    page.locator("#set\\:role")
        .selectOption(new com.microsoft.playwright.options.SelectOption().setIndex(role));
    for (Locator box : page.locator("#set input[type=checkbox]").all()) {
      box.setChecked(batches.contains(box.getAttribute("value")));
    }
    page.locator("#set\\:make").click();
    page.locator("td").filter(new Locator.FilterOptions().setHasText(title)).first().waitFor();
  }

  private static Path[] samples() throws IOException {
    try (Stream<Path> files = Files.list(site.data().resolve("samples"))) {
      return files.filter(f -> f.toString().endsWith(".csv")).sorted().toArray(Path[]::new);
    }
  }

  @Test
  @Order(2)
  @Verifies("URS-002")
  void theEngineerCalibratesAndRegistersAVersion() {
    PersonAtWork engineer = people.person("engineer");
    Page page = engineer.open("/model/calibrate.xhtml");
    page.locator("tr[data-open] a").first().click();
    page.locator("#fit\\:start").click();
    page.getByText("Register a version from")
        .waitFor(new Locator.WaitForOptions().setTimeout(180_000));
    engineer.picture("03-calibration");
    page.getByText("Register a version from").click();
    page.locator("#version\\:model").fill("CHO-FB");
    page.locator("#version\\:question").fill("Which feed rate keeps glucose above its limit?");
    page.locator("#version\\:context").fill("Advice on the feed rate of BR-204, a person decides.");
    page.locator("#version\\:product").fill("mAb VT-017");
    page.locator("#version\\:class").fill("50 L single-use bioreactor");
    for (String output : List.of("Viable cell density", "Glucose", "Antibody titre", "Volume")) {
      page.locator("#version\\:credible")
          .getByLabel(output, new Locator.GetByLabelOptions().setExact(true))
          .check();
    }
    engineer.picture("04-register");
    page.locator("#version\\:register").click();
    page.getByText("CHO-FB 1.0").first().waitFor();
  }

  @Test
  @Order(3)
  @Verifies({"URS-002", "URS-613"})
  void theEngineerRaisesAChangeRequestAndSignsItsLimits() {
    PersonAtWork engineer = people.person("engineer");
    Page page = engineer.open("/change/raise.xhtml");
    page.locator("#raise\\:reason").fill("First version for feed advice on BR-204.");
    page.locator("#raise\\:go").click();
    page.locator("a[data-sign]").waitFor();
    engineer.picture("05-change-draft");
    engineer.sign(engineer.openSignature(() -> page.locator("a[data-sign]").click()), "06-submit");
  }

  @Test
  @Order(4)
  @Verifies({"URS-002", "URS-003"})
  void theAuthorCannotApprove() {
    PersonAtWork engineer = people.person("engineer");
    engineer.open("/change/review.xhtml?change=CR-1");
    engineer.waitForText("Report RP-", 180);
    engineer.picture("07-author-looks");
    Page signature = engineer.open("/sign/record.xhtml?act=approve-model-version&record=CR-1");
    signature.locator("#refused").waitFor();
    engineer.picture("08-author-refused");
    assertTrue(signature.locator("#refused").innerText().contains("LIF-"), "names its rule");
  }

  @Test
  @Order(5)
  @Verifies("URS-002")
  void qaReadsTheReportAndApproves() throws IOException {
    PersonAtWork qa = people.person("qa");
    Page page = qa.open("/change/review.xhtml?change=CR-1");
    qa.picture("09-review");
    assertTrue(page.innerText(".signatures").contains("cannot sign yet"), "the report is not read");
    page.locator("nav.tabs a", new Page.LocatorOptions().setHasText("Report")).click();
    page.locator("iframe.report").waitFor();
    Downloads.keep("report.pdf", qa.fetch("/api/changes/CR-1/report.pdf"));
    qa.open("/change/review.xhtml?change=CR-1");
    page.locator("a[data-sign]").waitFor();
    qa.sign(qa.openSignature(() -> page.locator("a[data-sign]").click()), "10-approve");
    qa.open("/change/review.xhtml?change=CR-1");
    qa.picture("11-approved");
    Downloads.assertSealed(Downloads.keep("sealed.pdf", qa.fetch("/api/changes/CR-1/sealed.pdf")));
  }

  @Test
  @Order(6)
  @Verifies("URS-002")
  void aSecondPersonAssignsTheVersion() {
    PersonAtWork qa2 = people.person("qa2");
    Page page = qa2.open("/model/assign.xhtml?version=CHO-FB%201.0");
    page.locator("#unit").selectOption("BR-204");
    qa2.sign(
        qa2.openSignature(() -> page.locator("#assign button[type=submit]").click()), "12-assign");
  }

  @Test
  @Order(7)
  @Verifies("URS-001")
  void aProposalAppearsOnTheOperatorsScreenWithReasonsAndLimits() {
    PersonAtWork operator = people.person("operator");
    Page page = operator.open("/unit/operate.xhtml?unit=BR-204");
    page.locator(CAN_ACCEPT).waitFor(new Locator.WaitForOptions().setTimeout(240_000));
    operator.picture("13-proposal");
    String card = page.innerText("#card");
    for (String part : List.of("if accepted", "if nothing is done", "Why", "Basis", "left")) {
      assertTrue(card.contains(part), () -> part + " is missing on the card:\n" + card);
    }
    assertTrue(
        page.locator("svg.space").getAttribute("aria-label").contains("Design space"), "limits");
  }

  @Test
  @Order(8)
  @Verifies("URS-430")
  void aQuestionHoldsTheProposalUntilTheEngineerAnswersIt() {
    Page page = people.person("operator").page();
    page.locator("#ask").click();
    assertInView(page, "ask-text");
    page.locator("#ask-text").fill("Why more feed while lactate rises?");
    page.locator("#ask-go").click();
    page.getByText("Back to the proposal").click();
    page.locator("#reasons").waitFor();
    assertInView(page, "reasons");
    people.person("operator").picture("13-question");

    PersonAtWork engineer = people.person("engineer");
    Page inbox = engineer.open("/inbox/inbox.xhtml");
    assertTrue(inbox.innerText("aside").contains("Q-1"), "what needs the engineer is opened");
    inbox.locator("#reply\\:go").click();
    inbox.locator("aside .refused").waitFor();
    inbox.locator("#reply\\:answer").fill("Glucose is the limit; lactate stays inside its claim.");
    engineer.picture("13-answer");
    inbox.locator("#reply\\:go").click();
    inbox
        .locator("tr[data-open]", new Page.LocatorOptions().setHasText("Q-1"))
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    page.locator(CAN_ACCEPT).waitFor();
  }

  /** Nothing covers it, and no scrolling is needed to see its middle. */
  private static void assertInView(Page page, String id) {
    assertTrue(
        (Boolean)
            page.evaluate(
                "id => { const e = document.getElementById(id), r = e.getBoundingClientRect(); const"
                    + " top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2); return"
                    + " e === top || e.contains(top); }",
                id),
        id + " is in view");
  }

  @Test
  @Order(9)
  @Verifies({"URS-004", "URS-613"})
  void aWrongPasswordDoesNotSign() {
    PersonAtWork operator = people.person("operator");
    Page window = operator.openSignature(() -> operator.page().locator(CAN_ACCEPT).click());
    operator.proceedToProof(window, "14-wrong-password");
    PersonAtWork.proveIdentity(window, "operator", "not the password");
    window.locator("#refusal").waitFor();
    PersonAtWork.picture(window, "14-wrong-password-refused");
    window.locator("#do-not-sign").click();
    assertNotSigned(window, "SIG-12", "15-chose-not-to-sign");
  }

  @Test
  @Order(10)
  @Verifies("URS-004")
  void anotherPersonDoesNotSignInThisWindow() {
    PersonAtWork operator = people.person("operator");
    Page window = operator.openSignature(() -> operator.page().locator(CAN_ACCEPT).click());
    operator.proceedToProof(window, "16-another-person");
    PersonAtWork.proveIdentity(window, "operator2", site.passwordOf("operator2"));
    assertNotSigned(window, "SIG-15", "16-another-person-refused");
  }

  @Test
  @Order(11)
  @Verifies("URS-004")
  void aSessionAloneDoesNotSign() {
    PersonAtWork operator = people.person("operator");
    Page window = operator.openSignature(() -> operator.page().locator(CAN_ACCEPT).click());
    operator.proceedToProof(window, "17-session-alone");
    // The person is logged in and the signing has begun; only the proof of identity is made up.
    window.navigate(RunningSite.ADDRESS + "/sign/callback?code=made-up&state=made-up");
    assertNotSigned(window, "SIG-16", "17-session-alone-refused");
  }

  private static void assertNotSigned(Page window, String rule, String pictureName) {
    window.waitForURL("**/sign/signed.xhtml**");
    PersonAtWork.picture(window, pictureName);
    String said = window.innerText("#signed");
    assertTrue(said.contains("Not signed.") && said.contains(rule), said);
    window.close();
  }

  @Test
  @Order(12)
  @Verifies({"URS-004", "URS-505"})
  void oldPlantValuesHoldTheProposal() {
    PersonAtWork operator = people.person("operator");
    Page page = operator.page();
    plant().write("BR204.FAULT", "String", "drop-connections 12");
    page.locator("#reasons")
        .filter(new Locator.FilterOptions().setHasText("REL-06"))
        .waitFor(new Locator.WaitForOptions().setTimeout(60_000));
    operator.picture("18-old-values");
    assertInView(page, "reasons");
    assertFalse(page.innerText("#card").contains("no actuator"), "nobody knows that now");
    page.locator(CAN_ACCEPT).waitFor(new Locator.WaitForOptions().setTimeout(240_000));
  }

  @Test
  @Order(13)
  @Verifies({"URS-001", "URS-179"})
  void theOperatorSignsAndThePlantTakesTheSetpoint() {
    PersonAtWork operator = people.person("operator");
    Page page = operator.page();
    double accepted =
        Double.parseDouble(page.innerText("#accept").replaceAll("[^0-9.]*([0-9.]+).*", "$1"));
    double before = plant().read(SETPOINT);
    assertTrue(
        Math.abs(accepted - before) > 0.05, accepted + " is another setpoint than " + before);
    Page window = operator.openSignature(() -> page.locator(CAN_ACCEPT).click());
    operator.sign(window, "19-accept");
    window
        .locator(
            "#headline", new Page.LocatorOptions().setHasText("Signed. Written. Being watched."))
        .waitFor();
    window.locator(".copy > summary").waitFor();
    PersonAtWork.picture(window, "20-written");
    assertEquals(accepted, Double.parseDouble(window.innerText("#read-value")), "read back");
    assertEquals(accepted, plant().read(SETPOINT), 0.001, "as another vendor's client reads it");
    window.close();
    operator.open("/unit/operate.xhtml?unit=BR-204");
    page.locator("#card .verdict")
        .filter(new Locator.FilterOptions().setHasText("Written."))
        .waitFor();
    operator.picture("21-being-watched");
    page.locator("#copy").click();
    page.locator("#copy-reason").fill("Handed over with the shift");
    operator.picture("21-copy");
    operator.download("recommendation.pdf", () -> page.locator("#copy-go").click());
  }

  @Test
  @Order(14)
  @Verifies("URS-005")
  void theInspectorFindsAnEntryAndItsProofHoldsOnScreenAndOffline() throws IOException {
    PersonAtWork inspector = people.person("inspector");
    Page page = inspector.open("/audit/explorer.xhtml?text=Signed+Recommendation");
    page.locator("table.trail tbody tr").first().click();
    page.waitForURL("**entry=**");
    page.locator("#verify").click();
    page.locator("#proof-title", new Page.LocatorOptions().setHasText("stands as written"))
        .waitFor();
    inspector.picture("22-proof");
    Path bundle =
        inspector.download("entry.zip", () -> page.getByText("Download the proof").click());
    assertEquals(0, ledger("verify", bundle.toString()).exitStatus(), "the bundle holds offline");
    Path export = inspector.download("trail.csv", () -> page.getByText("Export CSV").click());
    assertTrue(Files.readString(export).contains("Signed Recommendation"), "the export holds it");
    inspector.open("/audit/verify.xhtml");
    page.locator("#go").click();
    page.locator("#title", new Page.LocatorOptions().setHasText("The log stands as written"))
        .waitFor();
    inspector.picture("23-whole-log");
  }

  @Test
  @Order(15)
  @Verifies("URS-005")
  void theLedgersOwnProgramAcceptsTheLogAndNamesAnAlteredEntry() throws IOException {
    Path copy = Files.createTempDirectory(RunningSite.OUTPUT, "log-copy");
    copyTree(site.data().resolve("log-mirror"), copy);
    Command good = ledger("verify", copy.toString());
    assertEquals(0, good.exitStatus(), good.output());
    Path entries;
    try (Stream<Path> files = Files.walk(copy.resolve("tile/entries"))) {
      // The entries of the newest checkpoint; older ones are the beginnings of the same file.
      entries =
          files
              .filter(Files::isRegularFile)
              .max(java.util.Comparator.comparingLong(f -> f.toFile().length()))
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(entries);
    bytes[bytes.length / 2] ^= 1;
    Files.write(entries, bytes);
    Command altered = ledger("verify", copy.toString());
    assertEquals(1, altered.exitStatus(), altered.output());
    assertTrue(
        altered.output().matches("(?s).*Entry [0-9]+ in .* was altered.*"), altered.output());
  }

  @Test
  @Order(16)
  @Verifies({"URS-003", "URS-004"})
  void theRefusedAttemptsStandInTheTrail() {
    PersonAtWork inspector = people.person("inspector");
    Page page = inspector.open("/audit/explorer.xhtml?refused=true");
    inspector.picture("24-refused");
    String rows = page.innerText("table.trail tbody");
    for (String rule : List.of("LIF-", "SIG-12", "SIG-15", "SIG-16")) {
      assertTrue(rows.contains(rule), () -> rule + " is not among the refused attempts:\n" + rows);
    }
  }

  @Test
  @Order(17)
  @Verifies("URS-509")
  void aSessionsBeginAndEndStandInTheTrail() {
    PersonAtWork second = people.person("operator2");
    second.open("/logout");
    second.page().waitForURL("**/farewell.xhtml**");
    Page page = people.person("inspector").open("/audit/explorer.xhtml?person=Lena+Haas");
    String rows = page.innerText("table.trail tbody");
    assertTrue(rows.contains("Logged in") && rows.contains("Logged out"), rows);
  }

  // P11-03: a copy to take away, and one that somebody brings back.
  @Test
  @Order(17)
  @Verifies("URS-179")
  void theInspectorTakesACertifiedCopyAndAnAlteredOneIsNamed() throws IOException {
    PersonAtWork inspector = people.person("inspector");
    Page page = inspector.open("/audit/explorer.xhtml?text=Signed+Recommendation");
    page.locator("table.trail tbody tr").first().click();
    page.waitForURL("**entry=**");
    page.locator(".copy > summary").click();
    page.locator(".copy input[name=reason]").fill("Inspection, item 4");
    inspector.picture("25-certified-copy");
    Path copy = inspector.download("copy.pdf", () -> page.getByText("Issue the copy").click());
    page.locator(
            ".copy [data-said]", new Page.LocatorOptions().setHasText("Issued: recommendation"))
        .waitFor();
    byte[] altered = Files.readAllBytes(copy);
    altered[2000] ^= 1;
    Path bad = Files.write(copy.resolveSibling("altered-copy.pdf"), altered);

    inspector.open("/audit/verify.xhtml");
    page.locator("#copy").setInputFiles(copy);
    page.locator("#copy-said", new Page.LocatorOptions().setHasText("stands as issued")).waitFor();
    inspector.picture("26-copy-stands");
    page.locator("#copy").setInputFiles(bad);
    page.locator("#copy-said", new Page.LocatorOptions().setHasText("does not stand")).waitFor();
    inspector.picture("27-copy-altered");

    for (String address :
        List.of(
            "/model/models.xhtml?selected=CHO-FB+1.0",
            "/data/batches.xhtml?selected=DS-1",
            "/change/review.xhtml?change=CR-1&tab=use",
            "/plant/tags.xhtml?unit=BR-204")) {
      inspector.open(address);
      inspector.waitFor(".copy > summary");
    }
  }

  private static IndependentClient plant() {
    if (plant == null) {
      plant = IndependentClient.of(site);
    }
    return plant;
  }

  private static Command ledger(String... words) {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(
        Path.of("..", "..", "audit", "ledger", "target", "veritwin-ledger.jar")
            .toAbsolutePath()
            .normalize()
            .toString());
    command.addAll(List.of(words));
    return Command.run(RunningSite.OUTPUT, command);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
