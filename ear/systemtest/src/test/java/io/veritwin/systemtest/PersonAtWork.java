package io.veritwin.systemtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** One person at a browser: logs in, opens pages, signs, and keeps a picture of what was seen. */
final class PersonAtWork {

  private static final double PATIENCE = 60_000;

  private final BrowserContext browser;
  private final String address;
  private final String account;
  private final String password;
  private final Page page;

  PersonAtWork(BrowserContext browser, String address, String account, String password) {
    this.browser = browser;
    this.address = address;
    this.account = account;
    this.password = password;
    browser.setDefaultTimeout(PATIENCE);
    page = browser.newPage();
  }

  void logIn() {
    page.navigate(address + "/");
    proveIdentity(page, account, password);
    page.waitForURL(address + "/**");
  }

  /** The person's window. */
  Page page() {
    return page;
  }

  /** A person's session, for requests beside the window. */
  BrowserContext session() {
    return browser;
  }

  /** What this address answers in the person's session. */
  byte[] fetch(String path) {
    return browser.request().get(address + path).body();
  }

  Page open(String path) {
    page.navigate(address + path);
    return page;
  }

  void picture(String name) {
    picture(page, name);
  }

  static void picture(Page window, String name) {
    window.screenshot(
        new Page.ScreenshotOptions()
            .setPath(RunningSite.OUTPUT.resolve("pictures").resolve(name + ".png")));
  }

  /** Opens the signing window by {@code press}. */
  Page openSignature(Runnable press) {
    Page window = page.waitForPopup(press);
    window.waitForLoadState();
    return window;
  }

  /** Reads the record, proves identity with both components, and returns the window after it. */
  void sign(Page window, String pictureName) {
    proceedToProof(window, pictureName);
    proveIdentity(window, account, password);
    window.waitForURL(Pattern.compile(".*/sign/signed.*"));
    assertTrue(
        window.locator("#headline").textContent().startsWith("Signed"),
        () -> "not signed: " + window.locator("body").innerText());
    window
        .locator("#headline", new Page.LocatorOptions().setHasText(Pattern.compile("Signed\\.")))
        .waitFor();
    picture(window, pictureName + "-signed");
  }

  /** From the record to the identity provider's page, comparing the eight characters. */
  void proceedToProof(Page window, String pictureName) {
    window.locator("#continue:not([disabled])").waitFor();
    picture(window, pictureName + "-record");
    String code = window.locator("#code").textContent().strip();
    window.locator("#continue").click();
    window.locator("#record-code").waitFor();
    assertEquals(
        code,
        window.locator("#record-code").textContent().strip(),
        "both pages show the same eight characters");
    picture(window, pictureName + "-proof");
  }

  static void proveIdentity(Page window, String account, String password) {
    window.locator("#username").fill(account);
    window.locator("#password").fill(password);
    window.locator("#kc-login").click();
  }

  String password() {
    return password;
  }

  /** Waits, reloading the page, until this text stands on it. */
  void waitForText(String text, int seconds) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    Locator found = page.getByText(text).first();
    while (!found.isVisible()) {
      assertTrue(
          System.nanoTime() < end,
          () -> "'" + text + "' did not appear on " + page.url() + ":\n" + page.innerText("body"));
      page.waitForTimeout(1500);
      page.reload();
    }
  }

  /** Downloads what {@code press} starts and keeps it as build output. */
  Path download(String name, Runnable press) {
    Path file = RunningSite.OUTPUT.resolve("downloads").resolve(name);
    page.waitForDownload(press).saveAs(file);
    return file;
  }

  void waitFor(String selector) {
    page.locator(selector)
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
  }
}
