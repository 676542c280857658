package io.veritwin.twin.model;

import java.util.List;

/**
 * Secreted protein of yeast in fed-batch (Park, Ramirez, AIChE Journal 34 (1988) 1550-1558): a
 * standard problem of optimal feeding whose optimum is known.
 */
public final class ParkRamirez {

  private static final ProcessModel MODEL =
      new EquationModel(
          "park-ramirez/1",
          "Secreted protein of yeast",
          List.of(
              new Quantity("PM", "Secreted protein", "1/L", -1e-6, 100),
              new Quantity("PT", "Total protein", "1/L", -1e-6, 100),
              new Quantity("X", "Cells", "g/L", 0, 100),
              new Quantity("S", "Substrate", "g/L", -1e-6, 100),
              new Quantity("VOL", "Volume", "L", 0.1, 100)),
          List.of(new Quantity("u", "Feed", "L/h", 0, 10)),
          List.of(
              new Quantity("PRODUCT", "Secreted protein in the vessel", "1", -1, 1000),
              new Quantity("VOLUME", "Volume", "L", 0.1, 100)),
          List.of(new ParameterDefinition("S_F", "Substrate in the feed", "g/L", 20, 1, 100, "PR")),
          """
          g3 = 21.87*S/((S + 0.4)*(S + 62.5))
          g2 = S/(0.1 + S)*exp(-5*S)
          g1 = 4.75*g3/(0.12 + g3)
          der PM = g1*(PT - PM) - u/VOL*PM
          der PT = g2*X - u/VOL*PT
          der X = g3*X - u/VOL*X
          der S = -7.3*g3*X + u/VOL*(S_F - S)
          der VOL = u
          output PRODUCT = PM*VOL
          output VOLUME = VOL
          """);

  private ParkRamirez() {}

  public static ProcessModel model() {
    return MODEL;
  }

  public static double[] start() {
    return new double[] {0, 0, 1, 5, 1};
  }
}
