package io.veritwin.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.simulator.PlantSimulator;
import io.veritwin.simulator.unit.Point;
import io.veritwin.validation.evidence.Verifies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Asks the running server with an independent client, as a stranger on the network could. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantServerTest {

  private static final int PORT = 24846;

  private Path pki;
  private PlantSimulator plant;

  @BeforeAll
  void start(@TempDir Path folder) {
    pki = folder;
    TestAuthority.writeSite(pki);
    plant = TestPlant.start(PORT, pki);
  }

  @AfterAll
  void stop() {
    plant.close();
  }

  private static IdentityProvider platform() {
    return new UsernameProvider("veritwin", TestPlant.PLATFORM_PASSWORD);
  }

  private static IdentityProvider engineering() {
    return new UsernameProvider("engineer-station", TestPlant.ENGINEERING_PASSWORD);
  }

  private OpcUaClient client(SecurityPolicy policy, Path certificates, IdentityProvider user)
      throws UaException {
    ServerIdentity own = identity(certificates);
    X509Certificate certificate = own.chain().get(0);
    return OpcUaClient.create(
        TestPlant.endpoint(PORT),
        offered -> {
          EndpointDescription one = offered.get(0);
          return java.util.Optional.of(
              policy == SecurityPolicy.None
                  ? new EndpointDescription(
                      one.getEndpointUrl(),
                      one.getServer(),
                      ByteString.NULL_VALUE,
                      MessageSecurityMode.None,
                      SecurityPolicy.None.getUri(),
                      one.getUserIdentityTokens(),
                      one.getTransportProfileUri(),
                      Unsigned.ubyte(0))
                  : offered.stream()
                      .filter(e -> e.getSecurityPolicyUri().equals(policy.getUri()))
                      .findFirst()
                      .orElseThrow());
        },
        transport -> {},
        config ->
            config
                .setApplicationName(LocalizedText.english("test"))
                .setApplicationUri(CertificateUtil.getSanUri(certificate).orElseThrow())
                .setKeyPair(own.key())
                .setCertificate(certificate)
                .setCertificateChain(own.chain().toArray(X509Certificate[]::new))
                .setCertificateValidator(new CertificateValidator.InsecureCertificateValidator())
                .setIdentityProvider(user)
                .setRequestTimeout(Unsigned.uint(5000)));
  }

  /** Reads opcua-client.p12 the way the server reads its own. */
  private static ServerIdentity identity(Path certificates) {
    try {
      java.security.KeyStore store =
          java.security.KeyStore.getInstance(
              certificates.resolve("opcua-client.p12").toFile(),
              TestAuthority.PASSWORD.toCharArray());
      X509Certificate leaf = (X509Certificate) store.getCertificate("opcua-client");
      KeyPair key =
          new KeyPair(
              leaf.getPublicKey(),
              (java.security.PrivateKey)
                  store.getKey("opcua-client", TestAuthority.PASSWORD.toCharArray()));
      return new ServerIdentity(key, List.of(leaf), leaf, List.of());
    } catch (Exception unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static long refusal(UaException failed) {
    return failed.getStatusCode().value();
  }

  private NodeId node(String id) {
    return new NodeId(2, id);
  }

  private StatusCode write(OpcUaClient client, String id, Object value) throws UaException {
    return client
        .writeValues(List.of(node(id)), List.of(DataValue.valueOnly(new Variant(value))))
        .get(0);
  }

  private Object read(OpcUaClient client, String id) throws UaException {
    return client.readValue(0, TimestampsToReturn.Both, node(id)).value().value();
  }

  @Test
  @Verifies("URS-270")
  void everyEndpointIsSignedAndEncryptedAndAsksForAUser()
      throws ExecutionException, InterruptedException {
    List<EndpointDescription> offered =
        DiscoveryClient.getEndpoints(TestPlant.endpoint(PORT)).get();
    assertFalse(offered.isEmpty());
    for (EndpointDescription endpoint : offered) {
      assertEquals(MessageSecurityMode.SignAndEncrypt, endpoint.getSecurityMode());
      for (UserTokenPolicy policy : endpoint.getUserIdentityTokens()) {
        assertEquals("UserName", policy.getTokenType().name());
      }
    }
  }

  @Test
  @Verifies("URS-270")
  void aSessionWithoutSecurityIsRefused() throws UaException {
    OpcUaClient client = client(SecurityPolicy.None, pki, platform());
    UaException refused = assertThrows(UaException.class, client::connect);
    assertEquals(StatusCodes.Bad_SecurityPolicyRejected, refusal(refused));
    client.disconnect();
  }

  @Test
  @Verifies("URS-270")
  void anAnonymousUserIsRefused() throws UaException {
    OpcUaClient client = client(SecurityPolicy.Basic256Sha256, pki, new AnonymousProvider());
    assertThrows(Exception.class, client::connect);
    client.disconnect();
  }

  @Test
  @Verifies("URS-270")
  void aWrongPasswordIsRefused() throws UaException {
    OpcUaClient client =
        client(SecurityPolicy.Basic256Sha256, pki, new UsernameProvider("veritwin", "wrong"));
    UaException refused = assertThrows(UaException.class, client::connect);
    assertEquals(StatusCodes.Bad_UserAccessDenied, refusal(refused));
    client.disconnect();
  }

  @Test
  @Verifies("URS-270")
  void aClientOfAnotherAuthorityIsRefused(@TempDir Path strange) throws UaException {
    TestAuthority.writeSite(strange);
    OpcUaClient client = client(SecurityPolicy.Basic256Sha256, strange, platform());
    assertThrows(UaException.class, client::connect);
    client.disconnect();
  }

  @Test
  @Verifies("URS-270")
  void aRevokedClientIsRefused(@TempDir Path site) throws Exception {
    TestAuthority authority = TestAuthority.writeSite(site);
    X509Certificate revoked =
        authority.writeEntity(site, "opcua-client", "urn:veritwin:test:opcua-client");
    authority.writeAuthority(site, revoked);
    int port = 24847;
    try (PlantSimulator other = TestPlant.start(port, site)) {
      assertFalse(other.units().isEmpty());
      ServerIdentity own = identity(site);
      OpcUaClient client =
          OpcUaClient.create(
              TestPlant.endpoint(port),
              offered -> offered.stream().findFirst(),
              transport -> {},
              config ->
                  config
                      .setApplicationUri("urn:veritwin:test:opcua-client")
                      .setKeyPair(own.key())
                      .setCertificate(own.chain().get(0))
                      .setCertificateChain(own.chain().toArray(X509Certificate[]::new))
                      .setCertificateValidator(
                          new CertificateValidator.InsecureCertificateValidator())
                      .setIdentityProvider(platform())
                      .setRequestTimeout(Unsigned.uint(5000)));
      assertThrows(UaException.class, client::connect);
      client.disconnect();
      // The same certificate passes once the list no longer names it.
      authority.writeAuthority(site);
    }
    try (PlantSimulator again = TestPlant.start(port, site)) {
      assertFalse(again.units().isEmpty());
      ServerIdentity own = identity(site);
      OpcUaClient client =
          OpcUaClient.create(
              TestPlant.endpoint(port),
              offered -> offered.stream().findFirst(),
              transport -> {},
              config ->
                  config
                      .setApplicationUri("urn:veritwin:test:opcua-client")
                      .setKeyPair(own.key())
                      .setCertificate(own.chain().get(0))
                      .setCertificateChain(own.chain().toArray(X509Certificate[]::new))
                      .setCertificateValidator(
                          new CertificateValidator.InsecureCertificateValidator())
                      .setIdentityProvider(platform())
                      .setRequestTimeout(Unsigned.uint(5000)));
      client.connect();
      client.disconnect();
    }
  }

  @Test
  @Verifies("URS-271")
  void everyPointOfTheUnitCanBeRead() throws UaException {
    OpcUaClient client = client(SecurityPolicy.Aes128_Sha256_RsaOaep, pki, platform());
    client.connect();
    List<String> missing = new ArrayList<>();
    for (Point point : plant.units().get(0).points()) {
      DataValue value = client.readValue(0, TimestampsToReturn.Both, node("BR204." + point.name()));
      if (!value.statusCode().isGood() || value.value().isNull() || value.sourceTime() == null) {
        missing.add(point.name());
      }
    }
    assertEquals(List.of(), missing);
    assertEquals("Feeding", read(client, "BR204.PHASE.NAME"));
    assertEquals("RUNNING", read(client, "BR204.PHASE.STATE"));
    assertEquals("B26-1107", read(client, "BR204.BATCH.ID"));
    assertEquals(Boolean.TRUE, read(client, "BR204.ACTUATOR"));
    client.disconnect();
  }

  @Test
  @Verifies("URS-272")
  void thePlatformWritesTheListedSetpointAndNothingElse() throws UaException {
    OpcUaClient client = client(SecurityPolicy.Basic256Sha256, pki, platform());
    client.connect();
    assertTrue(write(client, "BR204.FIC-204.SP", 43.5).isGood());
    assertEquals(43.5, read(client, "BR204.FIC-204.SP"));
    int before = plant.writes().size();
    List<Point> points = new ArrayList<>(plant.units().get(0).points());
    points.add(PlantNamespace.COMMAND);
    points.add(PlantNamespace.FAULT);
    for (Point point : points) {
      if (point.access() != Point.Access.SETPOINT) {
        Object value =
            switch (point.type()) {
              case DOUBLE -> 1.0;
              case BOOLEAN -> Boolean.FALSE;
              case STRING -> "ABORT";
            };
        StatusCode status = write(client, "BR204." + point.name(), value);
        assertFalse(status.isGood(), point.name() + " was written");
      }
    }
    assertEquals(before, plant.writes().size());
    assertEquals("RUNNING", read(client, "BR204.PHASE.STATE"));
    assertEquals(StatusCodes.Bad_OutOfRange, write(client, "BR204.FIC-204.SP", 251.0).value());
    assertEquals(StatusCodes.Bad_OutOfRange, write(client, "BR204.FIC-204.SP", Double.NaN).value());
    assertEquals(StatusCodes.Bad_TypeMismatch, write(client, "BR204.FIC-204.SP", "50").value());
    assertEquals(43.5, read(client, "BR204.FIC-204.SP"));
    client.disconnect();
  }

  @Test
  @Verifies("URS-276")
  void theEngineeringStationHoldsAndResumesAndAsksForFaults() throws Exception {
    OpcUaClient client = client(SecurityPolicy.Basic256Sha256, pki, engineering());
    client.connect();
    assertTrue(write(client, "BR204.COMMAND", "HOLD").isGood());
    assertEquals("HELD", read(client, "BR204.PHASE.STATE"));
    assertFalse(write(client, "BR204.COMMAND", "HOLD").isGood());
    assertTrue(write(client, "BR204.COMMAND", "RESUME").isGood());
    assertEquals("RUNNING", read(client, "BR204.PHASE.STATE"));

    assertTrue(write(client, "BR204.FAULT", "freeze TIC-204.PV").isGood());
    assertTrue(write(client, "BR204.FAULT", "bad QI-204.CO2").isGood());
    assertTrue(write(client, "BR204.FAULT", "ignore-writes").isGood());
    assertFalse(write(client, "BR204.FAULT", "freeze NO.SUCH").isGood());
    DataValue frozen = client.readValue(0, TimestampsToReturn.Both, node("BR204.TIC-204.PV"));
    Object before = read(client, "BR204.FIC-204.SP");
    assertTrue(write(client, "BR204.FIC-204.SP", 77.0).isGood());
    assertEquals(before, read(client, "BR204.FIC-204.SP"));
    Thread.sleep(2200);
    DataValue stillFrozen = client.readValue(0, TimestampsToReturn.Both, node("BR204.TIC-204.PV"));
    assertEquals(frozen.sourceTime(), stillFrozen.sourceTime());
    DataValue bad = client.readValue(0, TimestampsToReturn.Both, node("BR204.QI-204.CO2"));
    assertEquals(StatusCodes.Bad_SensorFailure, bad.statusCode().value());
    assertTrue(write(client, "BR204.FAULT", "clear").isGood());
    Thread.sleep(1200);
    DataValue thawed = client.readValue(0, TimestampsToReturn.Both, node("BR204.TIC-204.PV"));
    assertTrue(thawed.sourceTime().getJavaTime() > frozen.sourceTime().getJavaTime());
    client.disconnect();
  }

  @Test
  @Verifies("URS-272")
  void theServerKeepsTheAuditEntryIdOfAWrite() throws UaException {
    assertTrue(Files.exists(pki.resolve("ca.crl")));
    OpcUaClient client = client(SecurityPolicy.Basic256Sha256, pki, engineering());
    client.connect();
    write(client, "BR204.FIC-204.SP", 41.0);
    AppliedWrite last = plant.writes().get(plant.writes().size() - 1);
    assertEquals("engineer-station", last.user());
    assertEquals("BR204.FIC-204.SP", last.node());
    assertEquals(41.0, last.value());
    client.disconnect();
  }
}
