package io.veritwin.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** The identity provider's administration interface, as a service account uses it. */
final class Administration {

  private final HttpClient client;
  private final String address;
  private final String bearer;

  /** As the site's own administrator, who may do everything. */
  Administration(LaunchedSite site)
      throws GeneralSecurityException, IOException, InterruptedException {
    this(site, "master", "veritwin-launcher", site.secret("keycloak.launcher"));
  }

  Administration(LaunchedSite site, String realm, String account, String secret)
      throws GeneralSecurityException, IOException, InterruptedException {
    client = HttpClient.newBuilder().sslContext(Visitor.trusting(site.data("pki/ca.pem"))).build();
    address = "https://localhost:" + site.port("keycloak");
    HttpRequest token =
        HttpRequest.newBuilder(
                URI.create(address + "/realms/" + realm + "/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString((account + ":" + secret).getBytes()))
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    bearer =
        client
            .send(token, HttpResponse.BodyHandlers.ofString())
            .body()
            .replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
  }

  String get(String path) throws IOException, InterruptedException {
    return answer("GET", path, "").body();
  }

  void send(String method, String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer = answer(method, path, json);
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + " answered " + answer.statusCode());
    }
  }

  int status(String method, String path) throws IOException, InterruptedException {
    return answer(method, path, "{}").statusCode();
  }

  private HttpResponse<String> answer(String method, String path, String json)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(address + "/admin/realms/veritwin/" + path))
            .header("Authorization", "Bearer " + bearer)
            .header("Content-Type", "application/json")
            .method(
                method,
                json.isEmpty() || method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
