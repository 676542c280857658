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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The right to sign on a running site: a design space is signed by its author, then by QA; guesses
 * lock QA's right until a colleague has checked the identity; a password that an administrator set
 * does not sign; a batch is disposed of by two people of QA. One story in order.
 */
@ExtendWith(OneStory.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RightToSignIT {

  private static final RunningSite.Place PLACE =
      new RunningSite.Place("right-to-sign", 27443, 27543, 27432, 27840, 27993);

  private static RunningSite site;
  private static People people;

  @BeforeAll
  static void startTheSite() {
    People.needABrowser();
    site = RunningSite.start(PLACE, Map.of());
    people = People.of(site);
  }

  @AfterAll
  static void stopTheSite() {
    if (people != null) {
      people.close();
    }
    if (site != null) {
      site.close();
    }
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
    qa.picture("74-retention");
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
    colleague.picture("75-disposal");
    Page window = colleague.openSignature(() -> colleague.page().locator("a[data-sign]").click());
    colleague.sign(window, "76-disposal");
    String after =
        colleague
            .open("/audit/retention.xhtml?type=imported%20batch&proposal=DP-1")
            .innerText("main");
    colleague.picture("77-disposed");
    assertTrue(after.contains("carried out, signed by Priya Nair"), after);
    assertTrue(after.contains("0 of 0 may leave"), after);
    assertEquals(
        403, engineer.session().request().get(site.address() + "/audit/retention.xhtml").status());
  }

  // P11-22: an administrator's reset alone lets nobody sign as the person.
  @Test
  @Order(8)
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
