package io.veritwin.twin.model;

import java.util.List;

/**
 * CHO cells in fed-batch making a monoclonal antibody ({@code cho-fed-batch/1}).
 *
 * <p>Structure and rates after Xing, Bishop, Leister, Li: Modeling kinetics of a large-scale
 * fed-batch CHO cell culture by Markov chain Monte Carlo method, Biotechnology Progress 26 (2010)
 * 208-219. Cells grow on glucose and glutamine, inhibited by lactate and ammonia, and die faster
 * the more of both there is; glutamine also decomposes to ammonia by itself. Product is made at a
 * constant rate per cell.
 *
 * <p>Temperature, pH, oxygen and product quality are not in this structure: it is credible only at
 * the temperature, pH and oxygen of the runs it was calibrated on, and says nothing about quality.
 *
 * <p>The equations ({@link #EQUATIONS}) are what is computed. Per line: specific rates in 1/h or
 * mmol/(10*9 cells h), then one balance per state in a vessel whose volume grows by the feed.
 */
public final class ChoFedBatch {

  /** The structure's identifier. */
  public static final String STRUCTURE_ID = "cho-fed-batch/1";

  static final String EQUATIONS =
      """
      # dilution by the feed, growth, death, maintenance
      D    = feed / V
      mu   = mu_max * Glc/(Glc + K_Glc) * Gln/(Gln + K_Gln) * KI_Lac/(Lac + KI_Lac) * KI_Amm/(Amm + KI_Amm)
      mu_d = k_d * Lac/(Lac + KD_Lac) * Amm/(Amm + KD_Amm)
      m_S  = m_Glc * Glc/(Km_Glc + Glc)
      q_S  = m_S + mu/Y_XGlc
      m_G  = m_Gln * Gln/(Km_Gln + Gln)

      der Xv  = (mu - mu_d - D) * Xv
      der Glc = -Xv*q_S + D*(feed_Glc - Glc)
      der Gln = -Xv*(m_G + mu/Y_XGln) - d_Gln*Gln + D*(feed_Gln - Gln)
      der Lac = Y_LacGlc*Xv*q_S - D*Lac
      der Amm = Xv*(Y_AmmGln*mu/Y_XGln - r_Amm*Amm/(Km_Amm + Amm)) + d_Gln*Gln - D*Amm
      der mAb = q_mAb*Xv - D*mAb
      der V   = feed

      output VCD    = Xv
      output GLC    = Glc
      output GLN    = Gln
      output LAC    = Lac
      output AMM    = Amm
      output TITRE  = mAb
      output VOLUME = V
      output PRODUCT = mAb*V/1000

      balance volume  = der(V) - feed
      balance product = der(V*mAb) - q_mAb*V*Xv
      balance lactate from glucose = der(V*Lac) + Y_LacGlc*(der(V*Glc) - feed*feed_Glc)
      """;

  private static final String XING = "Xing et al. 2010, Table 3";
  private static final String REGULARISED =
      "Half-saturation added so that maintenance ends with the substrate; Xing et al. 2010 keep it"
          + " constant";
  private static final String RECIPE = "Feed medium of the reference process";

  private static final ProcessModel MODEL =
      new EquationModel(
          STRUCTURE_ID,
          "CHO fed-batch, monoclonal antibody",
          List.of(
              new Quantity("Xv", "Viable cells", "10*9/L", 0, 200),
              new Quantity("Glc", "Glucose", "mmol/L", 0, 500),
              new Quantity("Gln", "Glutamine", "mmol/L", 0, 100),
              new Quantity("Lac", "Lactate", "mmol/L", 0, 500),
              new Quantity("Amm", "Ammonia", "mmol/L", 0, 100),
              new Quantity("mAb", "Antibody", "mg/L", 0, 30000),
              new Quantity("V", "Volume", "L", 1e-3, 30000)),
          List.of(new Quantity("feed", "Feed rate", "L/h", 0, 1000)),
          List.of(
              new Quantity("VCD", "Viable cell density", "10*9/L", 0, 200),
              new Quantity("GLC", "Glucose", "mmol/L", 0, 500),
              new Quantity("GLN", "Glutamine", "mmol/L", 0, 100),
              new Quantity("LAC", "Lactate", "mmol/L", 0, 500),
              new Quantity("AMM", "Ammonia", "mmol/L", 0, 100),
              new Quantity("TITRE", "Antibody titre", "mg/L", 0, 30000),
              new Quantity("VOLUME", "Volume", "L", 1e-3, 30000),
              new Quantity("PRODUCT", "Antibody in the vessel", "g", 0, 1e6)),
          List.of(
              parameter("mu_max", "Largest specific growth rate", "/h", 0.029, XING),
              parameter("K_Glc", "Half-saturation of growth, glucose", "mmol/L", 0.084, XING),
              parameter("K_Gln", "Half-saturation of growth, glutamine", "mmol/L", 0.047, XING),
              parameter("KI_Lac", "Half-inhibition of growth, lactate", "mmol/L", 43, XING),
              parameter("KI_Amm", "Half-inhibition of growth, ammonia", "mmol/L", 6.51, XING),
              parameter("k_d", "Largest specific death rate", "/h", 0.016, XING),
              parameter("KD_Lac", "Half-saturation of death, lactate", "mmol/L", 45.8, XING),
              parameter("KD_Amm", "Half-saturation of death, ammonia", "mmol/L", 6.51, XING),
              parameter("m_Glc", "Maintenance on glucose", "mmol/(10*9.h)", 0.0692, XING),
              parameter("Km_Glc", "Half-saturation, maintenance", "mmol/L", 0.05, REGULARISED),
              parameter("Y_XGlc", "Cells from glucose", "10*9/mmol", 0.169, XING),
              parameter("m_Gln", "Maintenance on glutamine", "mmol/(10*9.h)", 0.0032, XING),
              parameter("Km_Gln", "Half-saturation, glutamine upkeep", "mmol/L", 2.1, XING),
              parameter("Y_XGln", "Cells from glutamine", "10*9/mmol", 0.974, XING),
              parameter("d_Gln", "Decomposition of glutamine", "/h", 0.0072, XING),
              parameter("Y_LacGlc", "Lactate from glucose", "mol/mol", 1.23, XING),
              parameter("Y_AmmGln", "Ammonia from glutamine", "mol/mol", 0.67, XING),
              parameter("r_Amm", "Removal of ammonia by cells", "mmol/(10*9.h)", 0.0063, XING),
              parameter("Km_Amm", "Half-saturation, removal", "mmol/L", 0.1, REGULARISED),
              parameter("q_mAb", "Specific productivity", "mg/(10*9.h)", 0.7, XING),
              parameter("feed_Glc", "Glucose in the feed", "mmol/L", 200, RECIPE),
              parameter("feed_Gln", "Glutamine in the feed", "mmol/L", 20, RECIPE)),
          EQUATIONS);

  private ChoFedBatch() {}

  /** The model. */
  public static ProcessModel model() {
    return MODEL;
  }

  /** A parameter that may lie a factor of ten to either side of its source. */
  private static ParameterDefinition parameter(
      String id, String title, String unit, double nominal, String source) {
    return new ParameterDefinition(id, title, unit, nominal, nominal / 10, nominal * 10, source);
  }
}
