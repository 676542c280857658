package io.veritwin.simulator.server;

import io.veritwin.simulator.unit.Point;
import io.veritwin.simulator.unit.SimulatedUnit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;

/**
 * The nodes of all units: a folder for each, a variable for each point. Every published value goes
 * to every monitored item at once, so none falls between two samplings.
 */
final class PlantNamespace extends ManagedNamespaceWithLifecycle {

  static final String URI = "urn:veritwin:plant";

  /** Writable by the engineering station: "HOLD", "RESUME", "ABORT"; a replay takes "SPEED 600". */
  static final Point COMMAND =
      new Point("COMMAND", "command to the unit", "1", Point.Type.STRING, Point.Access.ENGINEERING);

  /**
   * Writable by the engineering station: "freeze TAG", "bad TAG", "ignore-writes", "revoke-writes",
   * "drop-connections SECONDS", "clear".
   */
  static final Point FAULT =
      new Point("FAULT", "fault asked for", "1", Point.Type.STRING, Point.Access.ENGINEERING);

  private final Clock clock;
  private final Consumer<Duration> dropConnections;
  private final Map<NodeId, Node> nodes = new HashMap<>();
  private final Map<String, UnitNodes> units = new HashMap<>();
  private final List<AppliedWrite> writes = new CopyOnWriteArrayList<>();
  private final Object publishing = new Object();

  private record UnitNodes(SimulatedUnit unit, Faults faults, Map<String, Node> byPoint) {}

  private record Node(
      SimulatedUnit unit, Point point, UaVariableNode variable, List<DataItem> watchers) {}

  PlantNamespace(
      OpcUaServer server,
      List<SimulatedUnit> units,
      Clock clock,
      Consumer<Duration> dropConnections) {
    super(server, URI);
    this.clock = clock;
    this.dropConnections = dropConnections;
    getLifecycleManager().addStartupTask(() -> units.forEach(this::addUnit));
  }

  private void addUnit(SimulatedUnit unit) {
    String folderName = unit.nodePrefix().substring(0, unit.nodePrefix().length() - 1);
    UaFolderNode folder =
        new UaFolderNode(
            getNodeContext(),
            newNodeId(folderName),
            newQualifiedName(folderName),
            LocalizedText.english(unit.name() + ", " + unit.title()));
    getNodeManager().addNode(folder);
    folder.addReference(
        new Reference(
            folder.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), false));
    Map<String, Node> byPoint = new HashMap<>();
    Faults faults = new Faults();
    List<Point> points = new ArrayList<>(unit.points());
    points.add(COMMAND);
    points.add(FAULT);
    for (Point point : points) {
      Node node = addVariable(unit, folder, point, faults);
      nodes.put(node.variable().getNodeId(), node);
      byPoint.put(point.name(), node);
    }
    units.put(unit.name(), new UnitNodes(unit, faults, byPoint));
  }

  private Node addVariable(SimulatedUnit unit, UaFolderNode folder, Point point, Faults faults) {
    Set<AccessLevel> access =
        point.access() == Point.Access.READ_ONLY ? AccessLevel.READ_ONLY : AccessLevel.READ_WRITE;
    NodeId dataType =
        switch (point.type()) {
          case DOUBLE -> NodeIds.Double;
          case BOOLEAN -> NodeIds.Boolean;
          case STRING -> NodeIds.String;
        };
    UaVariableNode variable =
        new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
            .setNodeId(newNodeId(unit.nodePrefix() + point.name()))
            .setBrowseName(newQualifiedName(point.name()))
            .setDisplayName(LocalizedText.english(point.name()))
            .setDescription(LocalizedText.english(point.title() + " [" + point.ucum() + "]"))
            .setDataType(dataType)
            .setTypeDefinition(NodeIds.BaseDataVariableType)
            .setAccessLevel(access)
            .setUserAccessLevel(access)
            .setValue(new DataValue(StatusCodes.Bad_WaitingForInitialData))
            .addAttributeFilter(new UserAccess(point, faults))
            .build();
    getNodeManager().addNode(variable);
    variable.addReference(
        new Reference(
            variable.getNodeId(), NodeIds.Organizes, folder.getNodeId().expanded(), false));
    return new Node(unit, point, variable, new CopyOnWriteArrayList<>());
  }

  /** Answers what the session's user may do with the point's value. */
  private record UserAccess(Point point, Faults faults) implements AttributeFilter {

    @Override
    public Object readAttribute(AttributeFilterContext context, AttributeId attribute)
        throws UaException {
      if (attribute != AttributeId.UserAccessLevel) {
        return context.readAttribute(attribute);
      }
      boolean writer =
          mayWrite(context.getSession().map(PlantNamespace::user).orElse(""), point, faults);
      return AccessLevel.toValue(writer ? AccessLevel.READ_WRITE : AccessLevel.READ_ONLY);
    }
  }

  private static boolean mayWrite(String user, Point point, Faults faults) {
    return switch (point.access()) {
      case READ_ONLY -> false;
      case SETPOINT ->
          (user.equals(Accounts.PLATFORM) && !faults.revokingWrites())
              || user.equals(Accounts.ENGINEERING);
      case ENGINEERING -> user.equals(Accounts.ENGINEERING);
    };
  }

  private static String user(Session session) {
    return session.getIdentity() instanceof Identity.UsernameIdentity named
        ? named.getUsername()
        : "";
  }

  /** Publishes a value of a unit, unless a fault stands against it. */
  void publish(SimulatedUnit unit, String point, Object value, Instant sourceTime) {
    UnitNodes own = units.get(unit.name());
    if (own.faults().frozen(point)) {
      return;
    }
    StatusCode status =
        own.faults().bad(point) ? new StatusCode(StatusCodes.Bad_SensorFailure) : StatusCode.GOOD;
    show(
        own.byPoint().get(point),
        new DataValue(
            new Variant(value), status, new DateTime(sourceTime), new DateTime(clock.instant())));
  }

  private void show(Node node, DataValue value) {
    synchronized (publishing) {
      node.variable().setValue(value);
      node.watchers().forEach(item -> hand(item, value));
    }
  }

  private static void hand(DataItem item, DataValue value) {
    if (item.isSamplingEnabled()) {
      item.setValue(
          item.getTimestampsToReturn() == null
              ? value
              : DataValue.derivedValue(value, item.getTimestampsToReturn()));
    }
  }

  @Override
  public List<StatusCode> write(
      org.eclipse.milo.opcua.sdk.server.AddressSpace.WriteContext context,
      List<WriteValue> values) {
    List<StatusCode> results = new ArrayList<>();
    for (WriteValue value : values) {
      Node node = nodes.get(value.getNodeId());
      boolean wholeValue =
          AttributeId.Value.isEqual(value.getAttributeId())
              && (value.getIndexRange() == null || value.getIndexRange().isEmpty());
      if (node == null || !wholeValue || node.point().access() == Point.Access.READ_ONLY) {
        results.addAll(super.write(context, List.of(value)));
        continue;
      }
      String user = context.getSession().map(PlantNamespace::user).orElse("");
      Object sent = value.getValue().value().value();
      StatusCode status =
          mayWrite(user, node.point(), units.get(node.unit().name()).faults())
              ? take(node, sent)
              : denied();
      writes.add(
          new AppliedWrite(
              user,
              node.unit().nodePrefix() + node.point().name(),
              sent,
              context.getAuditEntryId(),
              status.isGood(),
              clock.instant()));
      results.add(status);
    }
    return results;
  }

  private static StatusCode denied() {
    return new StatusCode(StatusCodes.Bad_UserAccessDenied);
  }

  private StatusCode take(Node node, Object sent) {
    SimulatedUnit unit = node.unit();
    if (node.point().type() == Point.Type.DOUBLE && sent instanceof Double number) {
      if (units.get(unit.name()).faults().ignoringWrites()) {
        return StatusCode.GOOD;
      }
      boolean taken =
          unit.writeSetpoint(
              node.point().name(),
              number,
              clock.instant(),
              (point, value, at) -> publish(unit, point, value, at));
      return taken ? StatusCode.GOOD : new StatusCode(StatusCodes.Bad_OutOfRange);
    }
    if (node.point().type() == Point.Type.STRING && sent instanceof String text) {
      boolean obeyed =
          node.point().equals(COMMAND)
              ? unit.command(
                  text, clock.instant(), (point, value, at) -> publish(unit, point, value, at))
              : fault(unit.name(), text);
      if (obeyed) {
        DateTime now = new DateTime(clock.instant());
        show(node, new DataValue(new Variant(text), StatusCode.GOOD, now, now));
      }
      return obeyed ? StatusCode.GOOD : new StatusCode(StatusCodes.Bad_InvalidArgument);
    }
    return new StatusCode(StatusCodes.Bad_TypeMismatch);
  }

  /** Carries out what was written to a unit's FAULT node; false when it is not understood. */
  boolean fault(String unit, String text) {
    UnitNodes own = units.get(unit);
    String[] words = text.split(" ", 2);
    String argument = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "freeze", "bad" -> {
        if (!own.byPoint().containsKey(argument)) {
          return false;
        }
        if (words[0].equals("freeze")) {
          own.faults().freeze(argument);
        } else {
          own.faults().makeBad(argument);
        }
      }
      case "ignore-writes" -> own.faults().ignoreWrites();
      case "revoke-writes" -> own.faults().revokeWrites();
      case "clear" -> own.faults().clear();
      case "drop-connections" -> {
        if (!argument.matches("[1-9][0-9]{0,2}")) {
          return false;
        }
        dropConnections.accept(Duration.ofSeconds(Long.parseLong(argument)));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Enters a value at the unit's own panel; false when it is not taken. */
  boolean enter(String unit, String point, Object value) {
    return take(units.get(unit).byPoint().get(point), value).isGood();
  }

  Object value(String unit, String point) {
    return units.get(unit).byPoint().get(point).variable().getValue().getValue().getValue();
  }

  List<AppliedWrite> writes() {
    return List.copyOf(writes);
  }

  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    synchronized (publishing) {
      for (DataItem item : items) {
        Node node = nodes.get(item.getReadValueId().getNodeId());
        if (node != null) {
          node.watchers().add(item);
          hand(item, node.variable().getValue());
        }
      }
    }
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {
    // Values are handed over as they are published: there is no sampling to change.
  }

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    for (DataItem item : items) {
      Node node = nodes.get(item.getReadValueId().getNodeId());
      if (node != null) {
        node.watchers().remove(item);
      }
    }
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {
    // Asked anew with each value.
  }
}
