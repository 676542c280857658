package io.veritwin.recommendation.recommend;

import io.veritwin.lifecycle.assignment.EffectiveModel;
import io.veritwin.plant.BatchContext;
import io.veritwin.plant.LinkState;
import io.veritwin.recommendation.observe.TwinEstimate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What is true of a unit at one moment, as far as advice is concerned. A source that says nothing
 * is empty.
 *
 * @param at when it was gathered
 * @param unit the unit
 * @param product its product
 * @param space the design space in force
 * @param model the effective model
 * @param noModelBecause why there is no model; empty when there is one
 * @param batch the batch
 * @param link the plant link
 * @param setpoint the setpoint as last read; where the unit has no such tag, the feed as the twin
 *     sees it
 * @param setpointRead true when the plant has the tag and its value was read
 * @param nodeId node of the setpoint; empty when the tag is not registered
 * @param estimate the newest estimate of the batch by the model
 * @param stopped true when advice is stopped for the unit
 */
public record UnitFacts(
    Instant at,
    String unit,
    String product,
    Optional<DesignSpaceRecord> space,
    Optional<EffectiveModel> model,
    String noModelBecause,
    Optional<BatchContext> batch,
    LinkState link,
    Optional<BigDecimal> setpoint,
    boolean setpointRead,
    String nodeId,
    Optional<TwinEstimate> estimate,
    boolean stopped) {

  /** The node of a setpoint that the plant does not have: the unit is only followed. */
  public static final String NO_NODE = "none";
}
