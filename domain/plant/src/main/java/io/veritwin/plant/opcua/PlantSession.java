package io.veritwin.plant.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.veritwin.plant.ReadBack;
import io.veritwin.plant.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/**
 * One encrypted and authenticated session with the plant's server (URS-246). The client brings the
 * session back by itself after a cut or a restart of the server.
 */
final class PlantSession implements SessionActivityListener, AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final OpcUaClient client;
  private final Clock clock;
  private volatile boolean active;

  private PlantSession(OpcUaClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
    client.addSessionActivityListener(this);
  }

  /**
   * Opens a session: SignAndEncrypt with Basic256Sha256, nothing less.
   *
   * @throws UaException when the server cannot be reached, is not trusted, or refuses
   */
  static PlantSession open(LinkSettings settings, Clock clock) throws UaException {
    ClientIdentity identity = ClientIdentity.read(settings.pki(), settings.pkiPassword());
    OpcUaClient client =
        OpcUaClient.create(
            settings.endpoint().toString(),
            offered -> secure(settings, offered),
            transport -> {},
            config ->
                config
                    .setApplicationName(LocalizedText.english("Veritwin"))
                    .setApplicationUri(identity.applicationUri())
                    .setProductUri("urn:veritwin")
                    .setSessionName(() -> "Veritwin plant gateway")
                    .setKeyPair(identity.key())
                    .setCertificate(identity.chain().get(0))
                    .setCertificateChain(
                        identity.chain().toArray(java.security.cert.X509Certificate[]::new))
                    .setCertificateValidator(identity.serverValidator())
                    .setIdentityProvider(
                        new UsernameProvider(settings.user(), new String(settings.password())))
                    .setRequestTimeout(uint(TIMEOUT.toMillis()))
                    .setKeepAliveInterval(uint(2000))
                    .setKeepAliveTimeout(uint(2000)));
    PlantSession session = new PlantSession(client, clock);
    try {
      client.connect();
      client.readNamespaceTable();
      return session;
    } catch (UaException refused) {
      session.close();
      throw refused;
    }
  }

  private static Optional<EndpointDescription> secure(
      LinkSettings settings, List<EndpointDescription> offered) {
    return offered.stream()
        .filter(e -> SecurityPolicy.Basic256Sha256.getUri().equals(e.getSecurityPolicyUri()))
        .filter(e -> e.getSecurityMode() == MessageSecurityMode.SignAndEncrypt)
        // A server may advertise a name that is not the one it is reached by here.
        .map(
            e ->
                EndpointUtil.updateUrl(
                    e, settings.endpoint().getHost(), settings.endpoint().getPort()))
        .findFirst();
  }

  OpcUaClient client() {
    return client;
  }

  boolean active() {
    return active;
  }

  /**
   * Index of a namespace at this server, read afresh: it may change with a restart.
   *
   * @throws UaException when the server has no such namespace
   */
  UShort namespace(String uri) throws UaException {
    UShort index = client.readNamespaceTable().getIndex(uri);
    if (index == null) {
      throw new UaException(StatusCodes.Bad_NotFound, "the server has no namespace " + uri);
    }
    return index;
  }

  /** Reads the value past all caches. */
  ReadBack read(NodeId node) {
    CompletableFuture<DataValue> answer =
        client
            .readValuesAsync(0, TimestampsToReturn.Both, List.of(node))
            .thenApply(values -> values.get(0));
    try {
      DataValue value = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (!value.statusCode().isGood() || !(value.value().value() instanceof Number number)) {
        return new ReadBack.NotGood(
            unsigned(value.statusCode()),
            "The plant does not vouch for the value: " + words(value.statusCode()) + ".");
      }
      return new ReadBack.Value(
          number.doubleValue(),
          value.sourceTime() == null ? null : value.sourceTime().getJavaInstant(),
          value.serverTime() == null ? null : value.serverTime().getJavaInstant(),
          clock.instant());
    } catch (ExecutionException | TimeoutException failed) {
      answer.cancel(true);
      return new ReadBack.Unreachable("The plant did not answer: " + reason(failed) + ".");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new ReadBack.Unreachable("The read was interrupted.");
    }
  }

  /**
   * True when the server grants our user write access to the node's value.
   *
   * @throws UaException when the server does not answer
   */
  boolean writeGranted(NodeId node) throws UaException {
    ReadResponse response =
        client.read(
            0,
            TimestampsToReturn.Neither,
            List.of(
                new ReadValueId(
                    node, AttributeId.UserAccessLevel.uid(), null, QualifiedName.NULL_VALUE)));
    DataValue level = response.getResults()[0];
    return level.statusCode().isGood()
        && level.value().value() instanceof UByte granted
        && (granted.intValue() & 0x02) != 0; // bit 1 is CurrentWrite, OPC UA part 3
  }

  /**
   * Sends one Write for one node, once.
   *
   * @param auditEntryId rides in the request's header, so that the plant's own trail names ours
   */
  WriteOutcome write(NodeId node, double value, String auditEntryId) {
    OpcUaSession session;
    try {
      session = client.getSessionAsync().get(1, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException none) {
      return new WriteOutcome.NotSent(
          "PLT-04", "There is no session with the plant: " + reason(none) + ".");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new WriteOutcome.NotSent("PLT-04", "The platform is stopping.");
    }
    RequestHeader plain = client.newRequestHeader(session.getAuthenticationToken());
    RequestHeader header =
        new RequestHeader(
            plain.getAuthenticationToken(),
            plain.getTimestamp(),
            plain.getRequestHandle(),
            plain.getReturnDiagnostics(),
            auditEntryId,
            plain.getTimeoutHint(),
            plain.getAdditionalHeader());
    WriteRequest request =
        new WriteRequest(
            header,
            new WriteValue[] {
              new WriteValue(
                  node, AttributeId.Value.uid(), null, DataValue.valueOnly(Variant.ofDouble(value)))
            });
    // From here on the request may have left this machine.
    CompletableFuture<UaResponseMessageType> answer = client.sendRequestAsync(request);
    try {
      WriteResponse response =
          (WriteResponse) answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      StatusCode[] results = response.getResults();
      return results == null || results.length != 1
          ? new WriteOutcome.OutcomeUnknown("The plant's answer names no status for the node.")
          : judge(results[0]);
    } catch (ExecutionException failed) {
      return failed.getCause() instanceof UaServiceFaultException fault
          ? judge(fault.getStatusCode())
          : new WriteOutcome.OutcomeUnknown("The link failed: " + reason(failed) + ".");
    } catch (TimeoutException late) {
      return new WriteOutcome.OutcomeUnknown(
          "The plant did not answer within " + TIMEOUT.toSeconds() + " s.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new WriteOutcome.OutcomeUnknown(
          "The platform stopped while it waited for the answer.");
    }
  }

  private WriteOutcome judge(StatusCode status) {
    if (status.isGood()) {
      return new WriteOutcome.Written(clock.instant(), unsigned(status));
    }
    // The server could not tell whether the device took the value.
    boolean undecided =
        status.isUncertain()
            || status.value() == StatusCodes.Bad_Timeout
            || status.value() == StatusCodes.Bad_CommunicationError
            || status.value() == StatusCodes.Bad_NoCommunication
            || status.value() == StatusCodes.Bad_RequestTimeout;
    return undecided
        ? new WriteOutcome.OutcomeUnknown("The plant cannot tell: " + words(status) + ".")
        : new WriteOutcome.RefusedByPlant(
            unsigned(status), "The plant refused: " + words(status) + ".");
  }

  private static long unsigned(StatusCode status) {
    return status.value() & 0xFFFFFFFFL;
  }

  private static String words(StatusCode status) {
    return StatusCodes.lookup(status.value())
        .map(known -> known[0])
        .orElseGet(() -> String.format("status 0x%08X", status.value()));
  }

  /** Why a request failed: the status of the innermost OPC UA failure, and the innermost words. */
  static String reason(Throwable failed) {
    String status = "";
    Throwable innermost = failed;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      innermost = cause;
      if (cause instanceof UaException ua) {
        status = words(ua.getStatusCode());
      }
    }
    String message =
        innermost instanceof TimeoutException ? "no answer in time" : innermost.getMessage();
    if (message == null) {
      message = innermost.getClass().getSimpleName();
    }
    return status.isEmpty() ? message : status + " (" + message + ")";
  }

  @Override
  public void onSessionActive(UaSession session) {
    active = true;
  }

  @Override
  public void onSessionInactive(UaSession session) {
    active = false;
  }

  @Override
  public void close() {
    active = false;
    CompletableFuture<OpcUaClient> closed = client.disconnectAsync();
    try {
      closed.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException unanswered) {
      // The server is gone; it will drop the session by itself.
      closed.cancel(true);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
