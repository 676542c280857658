package io.veritwin.simulator.server;

import io.veritwin.simulator.unit.SimulatedUnit;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/**
 * The plant's OPC UA server: SignAndEncrypt with Basic256Sha256 or Aes128_Sha256_RsaOaep, a user
 * name and password, a client certificate from the site's authority (URS-270). It offers no
 * endpoint without security; only the discovery services answer without it, as OPC UA asks.
 */
public final class PlantServer implements AutoCloseable {

  private static final List<SecurityPolicy> POLICIES =
      List.of(SecurityPolicy.Basic256Sha256, SecurityPolicy.Aes128_Sha256_RsaOaep);

  private final OpcUaServer server;
  private final OpcTcpServerTransport transport =
      new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build());
  private final PlantNamespace namespace;
  private final InetSocketAddress address;
  private final ScheduledExecutorService reconnections =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "plant-server-reconnections");
            thread.setDaemon(true);
            return thread;
          });

  /** A server that is not yet started. */
  public PlantServer(
      String bind,
      int port,
      ServerIdentity identity,
      Accounts accounts,
      List<SimulatedUnit> units,
      Clock clock) {
    address = new InetSocketAddress(bind, port);
    server = new OpcUaServer(configure(bind, port, identity, accounts), profile -> transport);
    namespace = new PlantNamespace(server, units, clock, this::dropConnections);
  }

  private static OpcUaServerConfig configure(
      String bind, int port, ServerIdentity identity, Accounts accounts) {
    X509Certificate certificate = identity.chain().get(0);
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    for (SecurityPolicy policy : POLICIES) {
      endpoints.add(
          EndpointConfig.newBuilder()
              .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
              .setBindAddress(bind)
              .setBindPort(port)
              .setHostname("localhost")
              .setPath("/veritwin")
              .setCertificate(certificate)
              .setSecurityPolicy(policy)
              .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
              .addTokenPolicy(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME)
              .build());
    }
    return OpcUaServerConfig.builder()
        .setApplicationName(LocalizedText.english("Veritwin plant simulator"))
        .setApplicationUri(identity.applicationUri())
        .setProductUri("urn:veritwin:simulator")
        .setEndpoints(endpoints)
        .setCertificateManager(certificates(identity))
        .setIdentityValidator(
            new UsernameIdentityValidator(
                asked -> accounts.accept(asked.getUsername(), asked.getPassword())))
        .build();
  }

  private static DefaultCertificateManager certificates(ServerIdentity identity) {
    MemoryTrustListManager trusted = new MemoryTrustListManager();
    trusted.addTrustedCertificate(identity.authority());
    trusted.setTrustedCrls(identity.revoked());
    MemoryCertificateQuarantine quarantine = new MemoryCertificateQuarantine();
    Set<ValidationCheck> checks =
        identity.revoked().isEmpty()
            ? Set.of(ValidationCheck.APPLICATION_URI, ValidationCheck.VALIDITY)
            : Set.of(
                ValidationCheck.APPLICATION_URI,
                ValidationCheck.VALIDITY,
                ValidationCheck.REVOCATION,
                ValidationCheck.REVOCATION_LISTS);
    RsaSha256CertificateFactory own =
        new RsaSha256CertificateFactory() {
          @Override
          protected KeyPair createRsaSha256KeyPair() {
            return identity.key();
          }

          @Override
          protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
            return identity.chain().toArray(X509Certificate[]::new);
          }
        };
    try {
      return new DefaultCertificateManager(
          quarantine,
          DefaultApplicationGroup.createAndInitialize(
              trusted,
              new MemoryCertificateStore(),
              own,
              new DefaultServerCertificateValidator(trusted, checks, quarantine)));
    } catch (Exception unusable) {
      throw new IllegalArgumentException("the server's certificate cannot be used", unusable);
    }
  }

  /** Opens the port. */
  public void start() {
    namespace.startup();
    server.startup().join();
  }

  /** Publishes a value of a unit. */
  public void publish(SimulatedUnit unit, String point, Object value, Instant sourceTime) {
    namespace.publish(unit, point, value, sourceTime);
  }

  /**
   * Brings about a fault, as a write to the unit's FAULT node does.
   *
   * @throws IllegalArgumentException when it is not understood
   */
  public void fault(String unit, String text) {
    if (!namespace.fault(unit, text)) {
      throw new IllegalArgumentException("no such fault: '" + text + "'");
    }
  }

  /**
   * Enters a setpoint, or a command, at the unit's own panel, past the server.
   *
   * @throws IllegalArgumentException when the unit does not take it
   */
  public void enter(String unit, String point, Object value) {
    if (!namespace.enter(unit, point, value)) {
      throw new IllegalArgumentException(unit + " does not take " + value + " for " + point);
    }
  }

  /** What a point's node shows now. */
  public Object value(String unit, String point) {
    return namespace.value(unit, point);
  }

  /** Every write that reached a node since the start. */
  public List<AppliedWrite> writes() {
    return namespace.writes();
  }

  /**
   * Cuts every connection and takes none for {@code howLong}. Sessions and subscriptions live on in
   * the server, as they do when a cable is pulled.
   */
  private void dropConnections(Duration howLong) {
    reconnections.execute(transport::unbind);
    reconnections.schedule(
        () -> {
          transport.bind(server.getApplicationContext(), address);
          return null;
        },
        howLong.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    reconnections.shutdownNow();
    server.shutdown().join();
    namespace.shutdown();
  }
}
