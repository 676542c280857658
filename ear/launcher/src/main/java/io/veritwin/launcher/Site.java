package io.veritwin.launcher;

import io.veritwin.launcher.LaunchSettings.ExternalIssuer;
import io.veritwin.launcher.LaunchSettings.ExternalPlant;
import io.veritwin.launcher.LaunchSettings.ExternalPostgres;
import io.veritwin.launcher.authority.ExternalAuthorities;
import io.veritwin.launcher.authority.RealmKeys;
import io.veritwin.launcher.authority.SiteCertificates;
import io.veritwin.launcher.backup.SuccessorLog;
import io.veritwin.launcher.parts.Foundation;
import io.veritwin.launcher.parts.Keycloak;
import io.veritwin.launcher.parts.Plant;
import io.veritwin.launcher.parts.Postgres;
import io.veritwin.launcher.parts.Processes;
import io.veritwin.launcher.parts.WildFly;
import io.veritwin.launcher.schema.SchemaUpdate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * A demonstration site. {@link #start} reads top to bottom: keys, plant and database, identity
 * provider, schema, server. {@link #close} ends whatever was started, the server first and the
 * database after all that use it, and returns when nothing of it is left.
 */
public final class Site implements AutoCloseable {

  /** Remembered: the name of the audit log, which must not change with a port. */
  private final LaunchSettings settings;

  private final Progress progress;
  private final DataFolder data;
  private final Processes processes;

  private Site(LaunchSettings settings, Progress progress, DataFolder data, Processes processes) {
    this.settings = settings;
    this.progress = progress;
    this.data = data;
    this.processes = processes;
  }

  /** Told what happens to the parts. */
  public interface Progress extends Processes.Surprise {

    /** A part is ready. */
    void ready(String part, String whatToKnow);
  }

  /**
   * Opens the data folder; nothing runs yet.
   *
   * @throws CannotStart when the folder cannot be used
   */
  public static Site open(LaunchSettings settings, Progress progress) throws IOException {
    DataFolder data = DataFolder.open(settings.data(), settings.reset());
    return new Site(settings, progress, data, new Processes(data.folder("logs"), progress));
  }

  /**
   * Starts every part and returns when the application answers.
   *
   * @throws CannotStart when a part does not start; others may be running until {@link #close}
   */
  public void start() throws Exception {
    Foundation foundation = foundation();
    ExecutorService threads = Executors.newCachedThreadPool(Site::daemon);
    CompletionService<Void> last = new ExecutorCompletionService<>(threads);
    try {
      Future<ExternalPlant> plant = threads.submit(() -> plant(foundation));
      Optional<Postgres> embedded = embeddedPostgres(foundation);
      last.submit(() -> identity(foundation, embedded));
      ExternalPostgres database = database(foundation, embedded);
      schema(database);
      last.submit(() -> server(foundation, database, issuer(foundation), plant.get()));
      Plant.writeSamples(settings.distribution().simulator(), samples());
      // Whichever ends first: a failure is told at once and not after the other one is ready.
      last.take().get();
      last.take().get();
    } catch (ExecutionException failed) {
      throw causeOf(failed);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Exception causeOf(ExecutionException failed) {
    if (failed.getCause() instanceof ExecutionException inner) {
      return causeOf(inner);
    }
    return failed.getCause() instanceof Exception cause ? cause : failed;
  }

  /** The process id of each part by its name. */
  public Map<String, Long> processIds() {
    return processes.ids();
  }

  /** Batches of the virtual plant for the first import. */
  public Path samples() throws IOException {
    return data.folder("samples");
  }

  private Foundation foundation() throws Exception {
    Secrets secrets = new Secrets(data.file("secrets.properties"), new SecureRandom());
    SiteCertificates certificates = SiteCertificates.of(data, secrets);
    if (settings.trust().isPresent()) {
      certificates.trustAlso(ExternalAuthorities.read(settings.trust().get()));
    }
    RealmKeys.ensure(
        data.folder("authority").resolve("authority.p12"),
        secrets.of("authority"),
        data.folder("realm-keys"),
        secrets.of("realm.keys"),
        Clock.systemUTC(),
        new SecureRandom());
    progress.ready("certificates", certificates.folder().toString());
    return new Foundation(
        processes, data, certificates, secrets, new SiteMemory(data.file("site.properties")));
  }

  private ExternalPlant plant(Foundation foundation) throws Exception {
    if (settings.plant().isPresent()) {
      return settings.plant().get();
    }
    int port = settings.ports().plant();
    Plant.start(foundation, settings.distribution().simulator(), port, settings.replay());
    URI endpoint = URI.create("opc.tcp://localhost:" + port + "/veritwin");
    progress.ready("plant", "simulator at " + endpoint);
    return new ExternalPlant(endpoint, Plant.USER, foundation.secrets().of("plant." + Plant.USER));
  }

  private Optional<Postgres> embeddedPostgres(Foundation foundation) throws Exception {
    if (settings.postgres().isPresent() && settings.issuer().isPresent()) {
      return Optional.empty();
    }
    Postgres postgres = Postgres.start(foundation, settings.ports().postgres());
    String durable =
        postgres.durability().entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining(", "));
    progress.ready("database", "PostgreSQL, " + durable);
    return Optional.of(postgres);
  }

  private ExternalPostgres database(Foundation foundation, Optional<Postgres> embedded)
      throws IOException {
    if (settings.postgres().isPresent()) {
      return settings.postgres().get();
    }
    return new ExternalPostgres(
        embedded.orElseThrow().url("veritwin"),
        "veritwin_owner",
        foundation.secrets().of("postgres.veritwin_owner"),
        "veritwin_app",
        foundation.secrets().of("postgres.veritwin_app"));
  }

  private void schema(ExternalPostgres database) throws Exception {
    boolean changed =
        SchemaUpdate.apply(database.url(), database.ownerUser(), database.ownerPassword());
    progress.ready(
        "schema", changed ? "brought up to date as " + database.ownerUser() : "up to date");
  }

  private ExternalIssuer issuer(Foundation foundation) throws IOException {
    if (settings.issuer().isPresent()) {
      return settings.issuer().get();
    }
    return new ExternalIssuer(
        Keycloak.issuer(settings.ports().keycloak()),
        foundation.secrets().of("oidc.web"),
        foundation.secrets().of("oidc.sign"),
        foundation.secrets().of("oidc.trail"));
  }

  private Void identity(Foundation foundation, Optional<Postgres> embedded) throws Exception {
    if (settings.issuer().isEmpty()) {
      int port = settings.ports().keycloak();
      Keycloak.start(
          foundation,
          settings.distribution().keycloak(),
          port,
          embedded.orElseThrow().url("keycloak"),
          settings.address());
      progress.ready("identity", "Keycloak at " + Keycloak.issuer(port));
    }
    return null;
  }

  private Void server(
      Foundation foundation, ExternalPostgres database, ExternalIssuer issuer, ExternalPlant plant)
      throws Exception {
    SiteMemory memory = foundation.memory();
    if (memory.recall(SiteMemory.LOG_ORIGIN).isEmpty()) {
      memory.remember(SiteMemory.LOG_ORIGIN, "localhost:" + settings.ports().https() + "/log");
    }
    Properties properties = new Properties();
    properties.setProperty("veritwin.site.kind", "demonstration");
    properties.setProperty("veritwin.address", settings.address());
    properties.setProperty("veritwin.pki", foundation.certificates().folder().toString());
    properties.setProperty("veritwin.pki.password", foundation.certificates().password());
    properties.setProperty(
        "veritwin.log.origin", memory.recall(SiteMemory.LOG_ORIGIN).orElseThrow());
    properties.setProperty("veritwin.log.mirror", data.folder("log-mirror").toString());
    properties.setProperty("veritwin.log.former", data.file(SuccessorLog.FOLDER).toString());
    properties.setProperty("veritwin.operations", data.folder("operations").toString());
    properties.setProperty("veritwin.notices", data.folder("notices").toString());
    if (settings.issuer().isEmpty()) {
      properties.setProperty(
          "veritwin.preset.accounts",
          Account.ALL.stream().map(Account::user).collect(Collectors.joining(" ")));
    }
    settings.signing().forEach(properties::setProperty);
    properties.setProperty("veritwin.postgres.url", database.url());
    properties.setProperty("veritwin.postgres.app.user", database.appUser());
    properties.setProperty("veritwin.postgres.app.password", database.appPassword());
    properties.setProperty("veritwin.oidc.issuer", issuer.issuer().toString());
    properties.setProperty("veritwin.oidc.web.secret", issuer.webSecret());
    properties.setProperty("veritwin.oidc.sign.secret", issuer.signSecret());
    properties.setProperty("veritwin.oidc.trail.secret", issuer.trailSecret());
    properties.setProperty("veritwin.plant.endpoint", plant.endpoint().toString());
    properties.setProperty("veritwin.plant.user", plant.user());
    properties.setProperty("veritwin.plant.password", plant.password());
    WildFly.start(
        foundation,
        settings.distribution().wildfly(),
        settings.distribution().application(),
        settings.ports().https(),
        settings.ports().management(),
        properties);
    progress.ready("server", "WildFly at " + settings.address() + "/");
    return null;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "veritwin-start");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends every part and lets go of the data folder. */
  @Override
  public void close() throws IOException {
    processes.close();
    data.close();
  }
}
