package io.veritwin.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A browser without a screen: keeps cookies, follows redirects, trusts the site's authority only.
 * It stops before it would hand a signature's answer to the application, so that a test can look at
 * it.
 */
final class Visitor {

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client;

  /**
   * Where a visit led.
   *
   * @param uri the address of the page, or of a signature's answer that was not followed
   * @param status the last answer's status
   * @param body the page
   * @param headers the last answer's headers
   * @param cookies every cookie set on the way
   */
  record Page(URI uri, int status, String body, HttpHeaders headers, List<String> cookies) {}

  Visitor(Path... authority) throws GeneralSecurityException, IOException {
    client =
        HttpClient.newBuilder()
            .sslContext(trusting(authority))
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  static SSLContext trusting(Path... authorities) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (Path authority : authorities) {
      try (InputStream pem = Files.newInputStream(authority)) {
        trusted.setCertificateEntry(
            authority.toString(), CertificateFactory.getInstance("X.509").generateCertificate(pem));
      }
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  Page open(String address) throws IOException, InterruptedException {
    return visit(HttpRequest.newBuilder(URI.create(address)).build());
  }

  Page post(String address, Map<String, String> fields) throws IOException, InterruptedException {
    return visit(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(fields)))
            .build());
  }

  /** What a page of the application asks its server for. */
  Page ask(String address, String json) throws IOException, InterruptedException {
    return visit(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .header("X-Veritwin", "page")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  /** Loses a cookie, as when the server no longer knows it. */
  void forget(String name) {
    for (HttpCookie cookie : List.copyOf(cookies.getCookieStore().getCookies())) {
      if (cookie.getName().equals(name)) {
        cookies.getCookieStore().remove(null, cookie);
      }
    }
  }

  /** Fills in the one form of a page. */
  Page submit(Page page, Map<String, String> fields) throws IOException, InterruptedException {
    Matcher action = Pattern.compile("<form[^>]* action=\"([^\"]+)\"").matcher(page.body());
    if (!action.find()) {
      throw new IllegalStateException("no form at " + page.uri() + ":\n" + page.body());
    }
    return post(action.group(1).replace("&amp;", "&"), fields);
  }

  private Page visit(HttpRequest first) throws IOException, InterruptedException {
    List<String> set = new ArrayList<>();
    HttpRequest request = first;
    while (true) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      set.addAll(answer.headers().allValues("Set-Cookie"));
      Optional<URI> next =
          answer.headers().firstValue("Location").map(location -> answer.uri().resolve(location));
      if (next.isEmpty() || next.get().getPath().equals("/sign/callback")) {
        return new Page(
            next.orElse(answer.uri()), answer.statusCode(), answer.body(), answer.headers(), set);
      }
      request = HttpRequest.newBuilder(next.get()).build();
    }
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
