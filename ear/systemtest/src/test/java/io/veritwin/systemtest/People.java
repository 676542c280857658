package io.veritwin.systemtest;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The people of a site, each in a browser session of their own. */
final class People implements AutoCloseable {

  private final RunningSite site;
  private final Playwright playwright;
  private final Browser browser;
  private final Map<String, PersonAtWork> sessions = new HashMap<>();

  private People(RunningSite site, Playwright playwright, Browser browser) {
    this.site = site;
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Ends the test as not executed when this machine has no browser. */
  static void needABrowser() {
    Assumptions.assumeTrue(
        chromium().isPresent(), "no browser on this machine: install Debian's package chromium");
  }

  static People of(RunningSite site) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium().orElseThrow())
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    return new People(site, playwright, browser);
  }

  /** This person, logged in; the same session each time. */
  PersonAtWork person(String account) {
    return sessions.computeIfAbsent(
        account,
        name -> {
          PersonAtWork person =
              new PersonAtWork(
                  browser.newContext(
                      new Browser.NewContextOptions()
                          .setIgnoreHTTPSErrors(true)
                          .setAcceptDownloads(true)
                          .setViewportSize(1440, 900)),
                  site.address(),
                  name,
                  site.passwordOf(name));
          person.logIn();
          return person;
        });
  }

  private static Optional<Path> chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
