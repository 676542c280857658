package io.veritwin.twin.model;

import java.util.Locale;
import java.util.Set;

/**
 * What a model may say about an attribute of product quality: only what it has an equation for, and
 * for which evidence was approved; otherwise "not credible" and no number (URS-807).
 */
public final class ProductQuality {

  private ProductQuality() {}

  /** Whether a model may be asked for an attribute. */
  public sealed interface Answer {}

  /** The model has this output, and evidence supports it. */
  public record Credible(Quantity output) implements Answer {}

  /** There must be no number; the reason is for a person. */
  public record NotCredible(String attributeId, String reason) implements Answer {}

  /**
   * Asks.
   *
   * @param attributeId for example {@code GALACTOSYLATION}
   * @param credibleOutputs outputs for which evidence of the model version was approved
   */
  public static Answer ask(ProcessModel model, String attributeId, Set<String> credibleOutputs) {
    for (Quantity output : model.outputs()) {
      if (output.id().equals(attributeId)) {
        return credibleOutputs.contains(attributeId)
            ? new Credible(output)
            : new NotCredible(
                attributeId,
                "Not credible: no approved evidence supports "
                    + output.title().toLowerCase(Locale.ROOT)
                    + " of this model version.");
      }
    }
    return new NotCredible(
        attributeId,
        "Not credible: the structure " + model.structureId() + " has no equation for it.");
  }
}
