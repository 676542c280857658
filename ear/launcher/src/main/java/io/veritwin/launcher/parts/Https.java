package io.veritwin.launcher.parts;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** Speaks to the parts by HTTPS and trusts the site's authority alone. */
final class Https {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client;

  Https(SSLContext trust) {
    this.client = HttpClient.newBuilder().sslContext(trust).connectTimeout(PATIENCE).build();
  }

  /** The status of a GET, or -1 while nobody answers. */
  int status(String address) {
    try {
      return client
          .send(request(address).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException notYet) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  String get(String address, String bearer) throws IOException, InterruptedException {
    return body(request(address).header("Authorization", "Bearer " + bearer).build());
  }

  String put(String address, String bearer, String json) throws IOException, InterruptedException {
    return body(
        request(address)
            .header("Authorization", "Bearer " + bearer)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  String post(String address, Map<String, String> form) throws IOException, InterruptedException {
    String encoded =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return body(
        request(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded))
            .build());
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String body(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(
          "%s %s answered %d".formatted(request.method(), request.uri(), answer.statusCode()));
    }
    return answer.body();
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE);
  }
}
