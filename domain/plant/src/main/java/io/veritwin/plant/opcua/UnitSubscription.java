package io.veritwin.plant.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.veritwin.plant.ReadingStore.Received;
import io.veritwin.plant.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscription to all tags of one unit. Every change of value, status or source time is asked
 * for; the server keeps 200 values of a tag, and the subscription itself for 12 minutes, so that a
 * short cut of the link loses nothing. When the server has lost the subscription it is made anew.
 */
final class UnitSubscription implements OpcUaSubscription.SubscriptionListener {

  private static final Logger LOG = LoggerFactory.getLogger(UnitSubscription.class);

  private static final double PUBLISHING_MS = 250;
  private static final UInteger LIFETIME = uint(3000);
  private static final UInteger KEEP_ALIVE = uint(4); // one word a second when nothing changes
  private static final UInteger QUEUE = uint(200);

  private final LiveUnit unit;
  private final ReadingIntake intake;
  private final Clock clock;
  private volatile OpcUaSubscription subscription;
  private volatile boolean lost;

  UnitSubscription(LiveUnit unit, ReadingIntake intake, Clock clock) {
    this.unit = unit;
    this.intake = intake;
    this.clock = clock;
  }

  LiveUnit unit() {
    return unit;
  }

  /** True when the server no longer has the subscription, or is silent although connected. */
  boolean lost(Instant now) {
    Instant sign = unit.lastSignAt();
    return lost
        || subscription == null
        || (sign != null && sign.plus(LiveUnit.SILENCE.multipliedBy(2)).isBefore(now));
  }

  /**
   * Makes the subscription anew.
   *
   * @param namespace index of the plant's namespace at the server
   */
  void create(OpcUaClient client, UShort namespace) throws UaException {
    forget();
    OpcUaSubscription fresh = new OpcUaSubscription(client, PUBLISHING_MS);
    fresh.setLifetimeAndKeepAliveCalculated(false);
    fresh.setLifetimeCount(LIFETIME);
    fresh.setMaxKeepAliveCount(KEEP_ALIVE);
    fresh.setSubscriptionListener(this);
    for (Tag tag : unit.tags()) {
      OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(new NodeId(namespace, tag.nodeId()));
      item.setUserObject(tag);
      item.setSamplingInterval(PUBLISHING_MS);
      item.setQueueSize(QUEUE);
      item.setFilter(new DataChangeFilter(DataChangeTrigger.StatusValueTimestamp, uint(0), 0.0));
      fresh.addMonitoredItem(item);
    }
    fresh.create();
    lost = false;
    subscription = fresh;
    unit.heardOf(clock.instant());
    List<String> notServed = new ArrayList<>();
    for (MonitoredItemServiceOperationResult result : fresh.createMonitoredItems()) {
      if (!result.isGood()) {
        notServed.add(tag(result.monitoredItem()).name());
      }
    }
    if (!notServed.isEmpty()) {
      LOG.warn("the plant does not serve {} of {}", notServed, unit.unit().name());
    }
    unit.subscribed(notServed.size() < unit.tags().size());
    checkQueues(fresh);
  }

  /** A server may grant less than was asked for; then a shorter cut already makes a gap. */
  private void checkQueues(OpcUaSubscription fresh) {
    for (OpcUaMonitoredItem item : fresh.getMonitoredItems()) {
      item.getRevisedQueueSize()
          .filter(granted -> granted.compareTo(QUEUE) < 0)
          .ifPresent(
              granted ->
                  LOG.warn(
                      "the plant keeps only {} values of {}, not {}",
                      granted,
                      tag(item).name(),
                      QUEUE));
    }
  }

  /** Lets go of the subscription; the server may still have it. */
  void forget() {
    OpcUaSubscription old = subscription;
    subscription = null;
    unit.subscribed(false);
    if (old != null) {
      intake.interrupted(
          unit.unit().name(), "The link to the plant was interrupted; values may be missing.");
      old.setSubscriptionListener(null);
      try {
        if (!lost) {
          old.delete();
        }
      } catch (UaException gone) {
        LOG.debug("the old subscription of {} is gone already", unit.unit().name(), gone);
      } finally {
        old.reset();
      }
    }
  }

  private static Tag tag(OpcUaMonitoredItem item) {
    return (Tag) item.getUserObject().orElseThrow();
  }

  @Override
  public void onDataReceived(
      OpcUaSubscription from, List<OpcUaMonitoredItem> items, List<DataValue> values) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    unit.heardOf(now);
    for (int i = 0; i < items.size(); i++) {
      intake.take(received(tag(items.get(i)), values.get(i), now));
    }
  }

  private static Received received(Tag tag, DataValue data, Instant now) {
    Variant variant = data.value();
    Object value = variant.value();
    return new Received(
        tag.unit(),
        tag.name(),
        value == null ? 0 : variant.getDataType().map(OpcUaDataType::getTypeId).orElse(0),
        number(value),
        text(value),
        data.statusCode().value() & 0xFFFFFFFFL,
        instant(data.sourceTime()),
        instant(data.serverTime()),
        now);
  }

  private static Double number(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1.0 : 0.0;
    }
    return value instanceof Number number ? number.doubleValue() : null;
  }

  private static String text(Object value) {
    boolean exactAsDouble =
        value instanceof Double
            || value instanceof Float
            || (value instanceof Number number && Math.abs(number.longValue()) <= 1L << 53);
    return value == null || exactAsDouble ? null : value.toString();
  }

  /** OPC UA counts 100 ns, the store keeps microseconds: cut here, so that both always agree. */
  private static Instant instant(DateTime time) {
    return time == null || time.isNull()
        ? null
        : time.getJavaInstant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public void onKeepAliveReceived(OpcUaSubscription from) {
    unit.heardOf(clock.instant());
  }

  @Override
  public void onNotificationDataLost(OpcUaSubscription from) {
    intake.interrupted(
        unit.unit().name(), "The plant could not repeat values that were lost on the way.");
  }

  @Override
  public void onStatusChanged(OpcUaSubscription from, StatusCode status) {
    if (!status.isGood()) {
      lost = true;
    }
  }

  /** After a restart of the server the session returns by itself, the subscription does not. */
  @Override
  public void onTransferFailed(OpcUaSubscription from, StatusCode status) {
    lost = true;
  }
}
