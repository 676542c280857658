package io.veritwin.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The right to sign on a running site: a design space is signed by its author, then by QA; guesses
 * lock QA's right until a colleague has checked the identity; a password that an administrator set
 * does not sign; a batch is disposed of by two people of QA; an inspector reads while QA has an
 * access open, and what it covers. One story in order.
 */
@ExtendWith(OneStory.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RightToSignIT {

  private static final RunningSite.Place PLACE =
      new RunningSite.Place("right-to-sign", 27443, 27543, 27432, 27840, 27993);

  @AutoClose private static RunningSite site;
  @AutoClose private static People people;

  @BeforeAll
  static void startTheSite() {
    People.needABrowser();
    site = RunningSite.start(PLACE, Map.of());
    people = People.of(site);
  }

  private static Page toSign(PersonAtWork person, String designSpace) {
    return person.open(
        "/sign/record.xhtml?act=approve-design-space&record=" + designSpace.replace(" ", "%20"));
  }

  private static String refusal(Page page) {
    page.locator("#refused:not([hidden])").waitFor();
    return page.innerText("#refused");
  }

  private static String notSigned(Page page) {
    page.waitForURL("**/sign/signed.xhtml**");
    return page.innerText("#signed");
  }

  @Test
  @Order(1)
  @Verifies("URS-190")
  void qaOutOfTurnIsToldThatTheAuthorSignsFirst() {
    PersonAtWork qa = people.person("qa");
    String said = refusal(toSign(qa, "DS-204 rev 1"));
    qa.picture("60-out-of-turn");
    assertTrue(said.contains("SIG-34") && said.contains("process engineer"), said);
  }

  @Test
  @Order(2)
  @Verifies("URS-190")
  void theAuthorSignsAndTheInboxOfQaHasItNext() {
    PersonAtWork engineer = people.person("engineer");
    for (String space : List.of("DS-204 rev 1", "DS-101 rev 1")) {
      engineer.sign(toSign(engineer, space), "61-author-" + space.substring(0, 6));
    }
    Page inbox = people.person("qa").open("/inbox/inbox.xhtml?selected=DS-204%20rev%201");
    assertTrue(inbox.innerText("body").contains("Read and sign DS-204 rev 1"), inbox.url());
  }

  @Test
  @Order(3)
  @Verifies({"URS-185", "URS-186"})
  void guessesLockTheRightAlsoForWhoThenTypesTheRightPassword() throws IOException {
    PersonAtWork qa = people.person("qa");
    Page page = toSign(qa, "DS-204 rev 1");
    qa.proceedToProof(page, "62-guesses");
    for (int guess = 0; guess < 3; guess++) {
      String wrong = "guess " + guess;
      page.waitForResponse(
          answer -> answer.url().contains("/login-actions/"),
          () -> PersonAtWork.proveIdentity(page, "qa", wrong));
      page.locator("#refusal").waitFor();
      // Two guesses within a second would lock the account at the identity provider first.
      page.waitForTimeout(1500);
    }
    PersonAtWork.proveIdentity(page, "qa", qa.password());
    String said = notSigned(page);
    qa.picture("63-locked");
    assertTrue(said.contains("SIG-20") && said.contains("3 refused authentications"), said);

    PersonAtWork admin = people.person("admin");
    admin.open("/start/start.xhtml");
    admin.waitForText("The right to sign is locked of Dr. Ines Albrecht", 20);
    admin.picture("64-alarm");
    try (Stream<Path> files = Files.list(site.data().resolve("notices"))) {
      Path notice = files.filter(f -> f.toString().endsWith(".eml")).findFirst().orElseThrow();
      assertTrue(Files.readString(notice).contains("Dr. Ines Albrecht"), notice.toString());
    }
  }

  @Test
  @Order(4)
  @Verifies({"URS-180", "URS-185", "URS-188"})
  void aColleagueChecksTheIdentityAndTheRightIsBack() {
    PersonAtWork colleague = people.person("qa2");
    Page page = colleague.open("/people/people.xhtml?person=qa");
    colleague.picture("65-people-locked");
    page.locator("#identity\\:check").click();
    page.locator(".refused", new Page.LocatorOptions().setHasText("SIG-25")).waitFor();
    page.locator("#identity\\:method").selectOption("SITE_BADGE");
    page.locator("#identity\\:remark").fill("Badge 10122; the guesses were a typing error.");
    page.locator("#identity\\:letter").fill("Letter of 2026-03-02");
    page.locator("#identity\\:check").click();
    page.locator("aside dd", new Page.LocatorOptions().setHasText("Badge 10122")).first().waitFor();
    colleague.picture("66-people-checked");
    String facts = page.innerText("aside dl.facts");
    assertTrue(facts.contains("active") && facts.contains("Priya Nair"), facts);

    PersonAtWork qa = people.person("qa");
    qa.sign(toSign(qa, "DS-204 rev 1"), "67-approved");
  }

  @Test
  @Order(5)
  @Verifies("URS-188")
  void theInspectorReadsWhoMaySignAndAnOperatorTheirOwnOnly() {
    PersonAtWork inspector = people.person("inspector");
    String all = inspector.open("/people/people.xhtml?person=qa").innerText("main");
    inspector.picture("68-people-inspector");
    assertTrue(all.contains("Tom Brandl") && all.contains("demonstration"), all);
    assertEquals(0, inspector.page().locator("#identity\\:check").count());

    PersonAtWork operator = people.person("operator");
    String own = operator.open("/people/people.xhtml?person=operator").innerText("main");
    assertTrue(own.contains("Marta Reuter") && !own.contains("Tom Brandl"), own);
    operator.open("/start/me.xhtml");
    operator.picture("69-me");
    assertEquals(
        403, operator.session().request().get(site.address() + "/people/people.xhtml").status());
  }

  @Test
  @Order(6)
  @Verifies("URS-191")
  void qaSignsForAnAbsentColleagueInTheirOwnName() {
    PersonAtWork qa = people.person("qa");
    Page page = qa.open("/people/people.xhtml?person=qa2");
    page.locator("summary", new Page.LocatorOptions().setHasText("Delegate signing")).click();
    page.locator("#delegation\\:delegate").selectOption("qa");
    page.locator("#delegation\\:lastDay")
        .fill(java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(7).toString());
    page.locator("#delegation\\:absence").selectOption("LEAVE");
    page.locator("#delegation\\:why").fill("Annual leave, agreed with the head of QA.");
    page.locator("#delegation\\:go").click();
    page.locator("#delegations").waitFor();
    qa.picture("70-delegated");
    Page window = toSign(qa, "DS-101 rev 1");
    window.locator("a.chip", new Page.LocatorOptions().setHasText("For Priya Nair")).click();
    window.waitForURL("**delegation=D-1**");
    assertTrue(window.innerText("#act").contains("I sign for Priya Nair, by delegation D-1"));
    qa.picture("71-for-a-colleague");
    window.locator("#leave").click();
  }

  @Test
  @Order(7)
  @Verifies({"URS-154", "URS-158"})
  void aBatchIsDisposedOfByTheSignatureOfASecondPersonOfQa() throws IOException {
    PersonAtWork engineer = people.person("engineer");
    Page batches = engineer.open("/data/import.xhtml");
    try (Stream<Path> samples = Files.list(site.data().resolve("samples"))) {
      batches.locator("#choose\\:files").setInputFiles(samples.sorted().findFirst().orElseThrow());
    }
    batches.locator("#choose\\:check").click();
    batches.locator("#store\\:import").click();
    batches.waitForURL("**/data/batches.xhtml**");

    PersonAtWork qa = people.person("qa");
    Page page = qa.open("/audit/retention.xhtml?type=imported%20batch");
    assertTrue(page.innerText("main").contains("0 of 1 may leave"), page.innerText("main"));
    page.locator("#propose\\:reason").fill("The retention of this batch is over.");
    page.locator("#propose\\:go").click();
    page.locator(".refused", new Page.LocatorOptions().setHasText("RET-08")).waitFor();
    page.locator("summary", new Page.LocatorOptions().setHasText("Set how long")).click();
    page.locator("#rule\\:type").selectOption("imported batch");
    page.locator("#rule\\:length").fill("0");
    page.locator("#rule\\:basis").fill("Demonstration of a disposal");
    page.locator("#rule\\:reason").fill("Shown in a system test.");
    qa.picture("72-retention");
    page.locator("#rule\\:go").click();
    page.getByText("1 of 1 may leave").waitFor();
    page.locator("#propose\\:reason").fill("The retention of this batch is over.");
    page.locator("#propose\\:go").click();
    page.locator("aside h1", new Page.LocatorOptions().setHasText("DP-1")).waitFor();
    assertEquals(0, page.locator("a[data-sign]").count(), "the proposer signs");

    PersonAtWork colleague = people.person("qa2");
    colleague.open("/inbox/inbox.xhtml?selected=DP-1");
    colleague.page().locator("aside a.primary").click();
    colleague.page().waitForURL("**/audit/retention.xhtml**");
    colleague.picture("72-disposal");
    Page window = colleague.openSignature(() -> colleague.page().locator("a[data-sign]").click());
    colleague.sign(window, "72-disposal");
    String after =
        colleague
            .open("/audit/retention.xhtml?type=imported%20batch&proposal=DP-1")
            .innerText("main");
    colleague.picture("73-disposed");
    assertTrue(after.contains("carried out, signed by Priya Nair"), after);
    assertTrue(after.contains("0 of 0 may leave"), after);
    assertEquals(
        403, engineer.session().request().get(site.address() + "/audit/retention.xhtml").status());
  }

  @Test
  @Order(8)
  @Verifies({"URS-181", "URS-188", "URS-179"})
  void qaWithdrawsATrainingWithAReasonAndTakesACopyOfADesignSpace() {
    people.person("operator");
    PersonAtWork qa = people.person("qa");
    Page page = qa.open("/people/people.xhtml?person=operator");
    page.locator("summary", new Page.LocatorOptions().setHasText("Withdraw a training")).click();
    page.locator("#withdrawal\\:withdraw").click();
    page.locator(".refused", new Page.LocatorOptions().setHasText("SIG-26")).waitFor();
    page.locator("summary", new Page.LocatorOptions().setHasText("Withdraw a training")).click();
    page.locator("#withdrawal\\:why").fill("The course was that for BR-101.");
    page.locator("#withdrawal\\:withdraw").click();
    page.locator("aside td", new Page.LocatorOptions().setHasText("withdrawn by Dr. Ines Albrecht"))
        .waitFor();
    qa.picture("71-training-withdrawn");
    assertTrue(page.innerText("aside .refused").contains("SIG-18"));

    page = qa.open("/plant/tags.xhtml?unit=BR-204&space=DS-204%20rev%201");
    assertTrue(page.innerText("aside dl.facts").contains("Dr. Ines Albrecht"));
    page.locator("aside .copy > summary").click();
    page.locator("aside .copy input[name=reason]").fill("For the file of BR-204");
    qa.picture("71-design-space");
    qa.download("design-space.pdf", () -> qa.page().locator("aside .copy button").click());
  }

  // 21 CFR 11.10(d): an inspector's access has an end and a scope, also in a session that is open.
  @Test
  @Order(9)
  @Verifies({"URS-192", "URS-194", "URS-195", "URS-198", "URS-199"})
  void qaEndsTheInspectorsAccessAndOpensOneToARecord() {
    PersonAtWork inspector = people.person("inspector");
    Page reading = inspector.open("/audit/explorer.xhtml?record=DS-204+rev+1");
    assertTrue(
        reading.innerText(".access").contains("the whole site")
            && reading.innerText(".access").contains("preset of the demonstration"),
        reading.innerText(".access"));

    PersonAtWork qa = people.person("qa");
    Page page = qa.open("/people/inspections.xhtml?access=IA-1");
    String read = page.innerText("aside");
    qa.picture("74-inspection");
    assertTrue(
        read.contains("entries of the audit trail and opened entry")
            && read.contains("the page People, person qa"),
        read);
    page.locator("#keep\\:why").fill("The inspectors have left the site.");
    page.locator("#keep\\:end").click();
    page.locator("aside h1", new Page.LocatorOptions().setHasText("ended")).waitFor();

    assertEquals(403, reading.reload().status(), "an open session ends with the access");
    inspector.picture("75-access-ended");
    assertTrue(reading.innerText("#why").contains("INS-22"), reading.innerText("main"));
    assertEquals(
        403, inspector.session().request().get(site.address() + "/api/trail/export.csv").status());

    qa.open("/people/inspections.xhtml");
    page.locator("#opening\\:inspector").selectOption("inspector");
    page.locator("#opening\\:onBehalfOf").fill("FDA, design space of line 204");
    page.locator("#opening\\:records").fill("design space DS-204 rev 1");
    page.locator("#opening\\:reason").fill("Announced on form 482, item 4.");
    page.locator("#opening\\:open").click();
    page.locator("tbody td", new Page.LocatorOptions().setHasText("IA-2")).first().waitFor();
    qa.picture("76-access-opened");

    inspector.open("/audit/explorer.xhtml");
    inspector.picture("77-scoped-trail");
    String rows = reading.innerText("table.trail tbody");
    assertTrue(rows.contains("DS-204 rev 1") && !rows.contains("DS-101"), () -> rows);
    assertTrue(reading.innerText(".access").contains("design space DS-204 rev 1"));
    inspector.open("/audit/explorer.xhtml?record=DS-101+rev+1");
    inspector.picture("78-outside-scope");
    assertTrue(reading.innerText("aside").contains("INS-23"), reading.innerText("aside"));
    assertEquals(
        403, reading.navigate(site.address() + "/model/models.xhtml").status(), "several records");
    assertTrue(reading.innerText("#why").contains("INS-23"), reading.innerText("main"));
    qa.open("/people/inspections.xhtml?access=IA-2");
    page.locator("#keep\\:lastDay")
        .fill(java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(9).toString());
    page.locator("#keep\\:why").fill("The inspection goes on next week.");
    page.locator("#keep\\:extend").click();
    page.locator("aside a", new Page.LocatorOptions().setHasText("Extended access IA-2")).waitFor();
    qa.picture("79-access-extended");
    String all = page.innerText("aside");
    assertTrue(all.contains("does not cover the page Models"), all);
  }

  // P11-22: an administrator's reset alone lets nobody sign as the person.
  @Test
  @Order(10)
  @Verifies("URS-187")
  void aPasswordThatAnAdministratorSetDoesNotSign() throws IOException {
    PersonAtWork colleague = people.person("qa2");
    Page page = toSign(colleague, "DS-101 rev 1");
    colleague.proceedToProof(page, "72-reset");
    setPassword("qa2", "set-by-somebody-else");
    PersonAtWork.proveIdentity(page, "qa2", "set-by-somebody-else");
    String said = notSigned(page);
    colleague.picture("73-reset-refused");
    assertTrue(
        said.contains("SIG-21") && said.contains("of the identity provider set a credential"),
        said);
  }

  private static void setPassword(String account, String password) throws IOException {
    String provider = "https://localhost:" + PLACE.keycloak();
    Properties secrets = new Properties();
    try (InputStream in = Files.newInputStream(site.data().resolve("secrets.properties"))) {
      secrets.load(in);
    }
    APIRequestContext request = people.person("admin").session().request();
    String client = "veritwin-launcher:" + secrets.getProperty("keycloak.launcher");
    APIResponse token =
        request.post(
            provider + "/realms/master/protocol/openid-connect/token",
            RequestOptions.create()
                .setHeader(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(client.getBytes(StandardCharsets.UTF_8)))
                .setForm(FormData.create().set("grant_type", "client_credentials")));
    String bearer =
        "Bearer " + token.text().replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
    String found =
        request
            .get(
                provider + "/admin/realms/veritwin/users?exact=true&username=" + account,
                RequestOptions.create().setHeader("Authorization", bearer))
            .text();
    String id = found.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
    APIResponse answer =
        request.put(
            provider + "/admin/realms/veritwin/users/" + id + "/reset-password",
            RequestOptions.create()
                .setHeader("Authorization", bearer)
                .setHeader("Content-Type", "application/json")
                .setData(
                    "{\"type\":\"password\",\"value\":\"" + password + "\",\"temporary\":false}"));
    assertEquals(204, answer.status(), answer.text());
  }
}
