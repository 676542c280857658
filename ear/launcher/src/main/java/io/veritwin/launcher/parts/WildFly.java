package io.veritwin.launcher.parts;

import io.veritwin.launcher.CannotStart;
import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The server with the application. Its programs stay where the build left them; configuration,
 * deployment and transaction log lie in the data folder (URS-612).
 */
public final class WildFly {

  private static final String ARCHIVE = "veritwin.ear";

  private WildFly() {}

  /**
   * Starts the server and returns when the application answers.
   *
   * @param home where the build left the server
   * @param application the archive to deploy
   * @param properties the system properties of the application; they hold passwords, so they travel
   *     in a private file and not on the command line
   */
  public static void start(
      Foundation site,
      Path home,
      Path application,
      int httpsPort,
      int managementPort,
      Properties properties)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path base = site.data().folder("wildfly");
    // The transaction log below "data" must survive; all else is made anew at each start.
    for (String made : List.of("configuration", "deployments", "tmp", "lib")) {
      DataFolder.deleteTree(base.resolve(made));
    }
    copyTree(home.resolve("standalone/configuration"), base.resolve("configuration"));
    Path deployments = Files.createDirectories(base.resolve("deployments"));
    Files.copy(application, deployments.resolve(ARCHIVE), StandardCopyOption.REPLACE_EXISTING);
    Path propertyFile = base.resolve("configuration/veritwin.properties");
    properties.setProperty("jboss.https.port", String.valueOf(httpsPort));
    properties.setProperty("jboss.management.https.port", String.valueOf(managementPort));
    Secrets.writePrivate(propertyFile, properties, "The site's properties of this start");

    List<String> command = new ArrayList<>(List.of(JavaProgram.executable()));
    command.addAll(
        List.of(
            "-Xms128m",
            "-Xmx640m",
            "-XX:+UseSerialGC",
            // Measured: halves the processor time until the server answers, and makes the twin's
            // own computations a tenth slower.
            "-XX:TieredStopAtLevel=1",
            "-XX:MetaspaceSize=128m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.net.preferIPv4Stack=true",
            "-Djava.awt.headless=true",
            "-Duser.timezone=UTC",
            "-Dorg.jboss.boot.log.file=" + base.resolve("log/boot.log"),
            "-Dlogging.configuration=" + base.resolve("configuration/logging.properties").toUri(),
            // What the server's own start script opens on this Java.
            "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
            "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED"));
    for (String opened :
        List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.security",
            "java.util",
            "java.util.concurrent")) {
      command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "-jar",
            home.resolve("jboss-modules.jar").toString(),
            "-mp",
            home.resolve("modules").toString(),
            "org.jboss.as.standalone",
            "-Djboss.home.dir=" + home,
            "-Djboss.server.base.dir=" + base,
            "--properties=" + propertyFile.toUri()));
    ChildProcess process = site.processes().start("wildfly", "TERM", Map.of(), command);
    Https https = new Https(site.certificates().trust());
    process.awaitReady(
        Duration.ofSeconds(240), () -> isDeployed(deployments) && answers(https, httpsPort));
  }

  private static boolean answers(Https https, int port) {
    int status = https.status("https://localhost:" + port + "/");
    // A redirect to the login page is an answer; "not found" is a server without the application.
    return status >= 200 && status < 404;
  }

  private static boolean isDeployed(Path deployments) throws IOException {
    Path failed = deployments.resolve(ARCHIVE + ".failed");
    if (Files.exists(failed)) {
      throw new CannotStart(
          "Not started. The server refused the application: "
              + Files.readString(failed).lines().findFirst().orElse("no reason given"));
    }
    return Files.exists(deployments.resolve(ARCHIVE + ".deployed"));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.walk(from)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        Path target = to.resolve(from.relativize(entry).toString());
        if (Files.isDirectory(entry)) {
          Files.createDirectories(target);
        } else {
          Files.copy(entry, target);
        }
      }
    }
  }
}
