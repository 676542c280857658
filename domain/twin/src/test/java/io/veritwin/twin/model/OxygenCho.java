package io.veritwin.twin.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The benchmark's stiff workload: the CHO model of the engine with a balance of dissolved oxygen.
 */
public final class OxygenCho {

  private static final ProcessModel MODEL = build();

  private OxygenCho() {}

  public static ProcessModel model() {
    return MODEL;
  }

  private static ProcessModel build() {
    ProcessModel cho = ChoFedBatch.model();
    List<Quantity> states = new ArrayList<>(cho.states());
    states.add(new Quantity("DO", "Dissolved oxygen", "mmol/L", 0, 2));
    List<ParameterDefinition> parameters = new ArrayList<>(cho.parameters());
    for (Object[] p :
        new Object[][] {
          {"kLa", 200.0, "/h"},
          {"DO_sat", 0.21, "mmol/L"},
          {"K_DO", 0.01, "mmol/L"},
          {"q_O2", 0.32, "mmol/(10*9.h)"},
          {"Km_DO", 0.005, "mmol/L"}
        }) {
      double nominal = (double) p[1];
      parameters.add(
          new ParameterDefinition(
              (String) p[0],
              (String) p[0],
              (String) p[2],
              nominal,
              nominal / 10,
              nominal * 10,
              "benchmark"));
    }
    String equations =
        ChoFedBatch.EQUATIONS
            .replace("KI_Amm/(Amm + KI_Amm)\n", "KI_Amm/(Amm + KI_Amm) * DO/(K_DO + DO)\n")
            .replace(
                "der V   = feed\n",
                "der V   = feed\n"
                    + "der DO  = kLa*(DO_sat - DO) - q_O2*Xv*DO/(Km_DO + DO) - D*DO\n");
    return new EquationModel(
        "bench-cho-oxygen/1",
        "CHO fed-batch with dissolved oxygen",
        states,
        cho.inputs(),
        cho.outputs(),
        parameters,
        equations);
  }
}
