package io.veritwin.lifecycle.model;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.List;

/**
 * What a version is for (FAI-01, A22-03). Written before the first check runs; a use outside it is
 * refused.
 *
 * @param use the short name that assignments and recommendations quote, for example "feed advice"
 * @param question the question of interest
 * @param context the context of use
 * @param credibleOutputs ids of the outputs the version claims to be credible for; only these are
 *     assimilated, forecast and recommended on
 * @param product the product, for example "mAb VT-017"
 * @param unitClass the class of equipment, for example "50 L single-use bioreactor"
 * @param influence how much the answer weighs in the decision
 * @param consequence how bad a wrong decision would be
 */
@Embeddable
public record IntendedUse(
    @Column(name = "use_name", updatable = false) String use,
    @Column(name = "question", updatable = false) String question,
    @Column(name = "context_of_use", updatable = false) String context,
    @Column(name = "credible_outputs", updatable = false) @Convert(converter = NameListText.class)
        List<String> credibleOutputs,
    @Column(name = "product", updatable = false) String product,
    @Column(name = "unit_class", updatable = false) String unitClass,
    @Column(name = "influence", updatable = false) @Enumerated(EnumType.STRING) RiskLevel influence,
    @Column(name = "consequence", updatable = false) @Enumerated(EnumType.STRING)
        RiskLevel consequence) {

  public IntendedUse {
    credibleOutputs = List.copyOf(credibleOutputs);
  }

  /** Model risk, computed, never typed. */
  public RiskLevel risk() {
    return RiskLevel.of(influence, consequence);
  }
}
