package io.veritwin.twin.model;

import java.util.List;

/**
 * Baker's yeast in aerobic fed-batch with overflow to ethanol ({@code yeast-overflow/1}).
 *
 * <p>After Sonnleitner, Kaeppeli: Growth of Saccharomyces cerevisiae is controlled by its limited
 * respiratory capacity, Biotechnology and Bioengineering 28 (1986) 927-937. Glucose taken up beyond
 * what respiration can oxidise is reduced to ethanol; ethanol is oxidised with the respiration that
 * glucose leaves free.
 *
 * <p>Carbon dioxide follows from the carbon balance: what carbon enters the cells and appears
 * neither as biomass nor as ethanol leaves as CO2. Oxygen, pH and glycerol are not in this
 * structure.
 *
 * <p>The equations ({@link #EQUATIONS}) are what is computed: rates per gram of biomass and hour.
 */
public final class YeastOverflow {

  /** The structure's identifier. */
  public static final String STRUCTURE_ID = "yeast-overflow/1";

  static final String EQUATIONS =
      """
      D      = feed / V
      # glucose uptake; its oxidation is limited by respiration, the rest overflows:
      # q_Sox = q_S below qS_crit and qS_crit above it, without a kink between
      q_S    = qS_max * S/(S + K_S)
      r2     = (q_S/qS_crit) * (q_S/qS_crit)
      r4     = r2*r2
      q_Sox  = q_S / sqrt(sqrt(sqrt(1 + r4*r4)))
      q_Sred = q_S - q_Sox
      # ethanol is oxidised with the respiration that glucose leaves free
      q_E    = (qS_crit - q_Sox) * k_ES * E/(E + K_E)
      mu     = Y_ox*q_Sox + Y_red*q_Sred + Y_E*q_E - m_X

      der X = (mu - D) * X
      der S = -q_S*X + D*(feed_S - S)
      der E = (Y_ES*q_Sred - q_E)*X - D*E
      der V = feed

      # carbon, mol per gram: glucose 6/180.16, ethanol 2/46.07
      q_C    = q_S*6/180.16 + (q_E - Y_ES*q_Sred)*2/46.07 - mu*C_X
      CER    = q_C*X*V
      output CX     = X
      output CS     = S
      output CE     = E
      output CO2    = CO2_in + 100 * CER*24.06/gas
      output VOLUME = V

      balance volume = der(V) - feed
      balance carbon = der(V*(X*C_X + S*6/180.16 + E*2/46.07)) + CER - feed*feed_S*6/180.16
      """;

  private static final String SK = "Sonnleitner and Kaeppeli 1986";

  private static final ProcessModel MODEL =
      new EquationModel(
          STRUCTURE_ID,
          "Baker's yeast fed-batch with overflow",
          List.of(
              new Quantity("X", "Biomass", "g/L", 0, 300),
              new Quantity("S", "Glucose", "g/L", 0, 500),
              new Quantity("E", "Ethanol", "g/L", 0, 150),
              new Quantity("V", "Volume", "L", 1e-3, 1000)),
          List.of(
              new Quantity("feed", "Feed rate", "L/h", 0, 100),
              new Quantity("gas", "Gas flow", "L/h", 1e-3, 100000)),
          List.of(
              new Quantity("CX", "Biomass", "g/L", 0, 300),
              new Quantity("CS", "Glucose", "g/L", 0, 500),
              new Quantity("CE", "Ethanol", "g/L", 0, 150),
              new Quantity("CO2", "Carbon dioxide in off-gas", "%", -5, 100),
              new Quantity("VOLUME", "Volume", "L", 1e-3, 1000)),
          List.of(
              new ParameterDefinition(
                  "qS_max", "Largest glucose uptake", "g/(g.h)", 3.5, 0.2, 6, SK),
              new ParameterDefinition("K_S", "Half-saturation, glucose", "g/L", 0.1, 0.005, 2, SK),
              new ParameterDefinition(
                  "qS_crit", "Glucose that respiration can oxidise", "g/(g.h)", 0.6, 0.05, 2, SK),
              new ParameterDefinition(
                  "Y_ox", "Biomass from oxidised glucose", "g/g", 0.49, 0.2, 0.8, SK),
              new ParameterDefinition(
                  "Y_red", "Biomass from reduced glucose", "g/g", 0.1, 0.01, 0.4, SK),
              new ParameterDefinition(
                  "Y_ES", "Ethanol from reduced glucose", "g/g", 0.48, 0.1, 0.511, SK),
              new ParameterDefinition("K_E", "Half-saturation, ethanol", "g/L", 0.1, 0.001, 5, SK),
              new ParameterDefinition("Y_E", "Biomass from ethanol", "g/g", 0.72, 0.1, 1.0, SK),
              new ParameterDefinition(
                  "k_ES",
                  "Ethanol that respiration can oxidise in place of glucose",
                  "g/g",
                  0.36,
                  0.05,
                  2,
                  "Ratio of the oxygen demands of glucose and ethanol, " + SK),
              new ParameterDefinition(
                  "m_X", "Loss of biomass by maintenance", "/h", 0.005, 0, 0.05, SK),
              new ParameterDefinition(
                  "C_X",
                  "Carbon in biomass",
                  "mol/g",
                  0.038,
                  0.03,
                  0.05,
                  "CH1.8 O0.5 N0.2 with 6 % ash"),
              new ParameterDefinition(
                  "CO2_in", "Carbon dioxide in the gas supplied", "%", 0.04, 0, 0.2, "Air"),
              new ParameterDefinition(
                  "feed_S", "Glucose in the feed", "g/L", 200, 10, 700, "Feed medium")),
          EQUATIONS);

  private YeastOverflow() {}

  /** The model. */
  public static ProcessModel model() {
    return MODEL;
  }
}
