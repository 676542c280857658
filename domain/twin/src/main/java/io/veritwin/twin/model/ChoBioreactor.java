package io.veritwin.twin.model;

import java.util.ArrayList;
import java.util.List;

/**
 * CHO cells in a stirred, sparged fed-batch reactor ({@code cho-bioreactor/1}): the kinetics of
 * {@link ChoFedBatch} with temperature and pH, dissolved oxygen and carbon dioxide, the gas that
 * leaves, the heat balance and the lag of the oxygen probe.
 *
 * <p>Kinetics after Xing et al. 2010. Rates follow temperature by Arrhenius' law about 37 degC and
 * pH by the bell of two ionisations, both equal to one at the reference. Gas transfer {@code kLa =
 * a (P/V)^b vs^c} after van 't Riet, Industrial and Engineering Chemistry Process Design and
 * Development 18 (1979) 357-364; gas bubbles are well mixed. Carbonate is in equilibrium at the
 * controlled pH, and the carbonate that a base adds is not in the balance.
 *
 * <p>The activation energies, the pH bell and the vessel are assumptions that stand with each
 * parameter, to be calibrated before use. Bicarbonate from base, osmolality, shear and product
 * quality are not in this structure, and it is not credible for them.
 *
 * <p>Oxygen and the probe settle within minutes where cells grow in days: the equations are stiff.
 */
public final class ChoBioreactor {

  /** The structure's identifier. */
  public static final String STRUCTURE_ID = "cho-bioreactor/1";

  static final String EQUATIONS =
      """
      # temperature (K) and pH act on the rates; each factor is 1 at 37 degC and the reference pH
      TK    = T + 273.15
      warm  = (1/310.15 - 1/TK)/0.008314
      f_mu  = exp(E_mu*warm)
      f_m   = exp(E_m*warm)
      f_q   = exp(E_q*warm)
      f_pH  = (1 + 10^(pK_a - pH_ref) + 10^(pH_ref - pK_b)) / (1 + 10^(pK_a - pH) + 10^(pH - pK_b))

      # dilution by the feed, growth, death, maintenance
      D    = feed / V
      mu   = mu_max*f_mu*f_pH * Glc/(Glc + K_Glc) * Gln/(Gln + K_Gln) * KI_Lac/(Lac + KI_Lac) * KI_Amm/(Amm + KI_Amm) * DO/(K_DO + DO)
      mu_d = k_d*f_m * Lac/(Lac + KD_Lac) * Amm/(Amm + KD_Amm)
      m_S  = m_Glc*f_m * Glc/(Km_Glc + Glc)
      q_S  = m_S + mu/Y_XGlc
      m_G  = m_Gln*f_m * Gln/(Km_Gln + Gln)

      # power of the stirrer (W), gas velocity (m/s), transfer coefficient (1/h)
      P    = N_P*1000*stirrer^3*d_imp^5
      vs   = gas/3600000/area
      kLa  = 3600*kLa_a * (1000*P/V)^kLa_b * vs^kLa_c
      kLaC = kLa*0.89

      # solubility (mmol/(L.bar)) falls with temperature; gas that leaves is in balance with transfer
      H_O2  = 1.03*exp(1700*(1/TK - 1/310.15))
      H_CO2 = 24.6*exp(2400*(1/TK - 1/310.15))
      n_gas = gas*1000/24.06
      y_O2  = (n_gas*O2_in + kLa*V*DO) / (n_gas + kLa*V*H_O2*p_gas)
      CO2   = CT/(1 + 10^(pH - pK_CO2))
      y_CO2 = kLaC*V*CO2 / (n_gas + kLaC*V*H_CO2*p_gas)
      OTR   = kLa*(H_O2*p_gas*y_O2 - DO)
      OUR   = q_O2*f_m*Xv*DO/(Km_DO + DO)
      CTR   = kLaC*(CO2 - H_CO2*p_gas*y_CO2)

      der Xv  = (mu - mu_d - D)*Xv
      der Glc = -Xv*q_S + D*(feed_Glc - Glc)
      der Gln = -Xv*(m_G + mu/Y_XGln) - d_Gln*f_m*Gln + D*(feed_Gln - Gln)
      der Lac = Y_LacGlc*Xv*q_S - D*Lac
      der Amm = Xv*(Y_AmmGln*mu/Y_XGln - r_Amm*f_m*Amm/(Km_Amm + Amm)) + d_Gln*f_m*Gln - D*Amm
      der mAb = q_mAb*f_q*Xv - D*mAb
      der V   = feed
      der DO  = OTR - OUR - D*DO
      der CT  = RQ*OUR - CTR - D*CT
      # heat: jacket, stirrer, respiration (0.46 kJ per mmol of oxygen), cold feed
      der T   = (UA*(T_jacket - T) + 3.6*P + 0.46*OUR*V + 4.15*feed*(T_feed - T)) / (4.15*V)
      der DOp = (100*DO/(0.2095*H_O2*p_cal) - DOp)/tau_p

      output VCD    = Xv
      output GLC    = Glc
      output GLN    = Gln
      output LAC    = Lac
      output AMM    = Amm
      output TITRE  = mAb
      output VOLUME = V
      output PRODUCT = mAb*V/1000
      output DO     = DOp
      output PCO2   = 750.06*CO2/H_CO2
      output TEMP   = T
      output KLA    = kLa
      output OUR    = OUR
      output O2_OUT = 100*y_O2
      output CO2_OUT = 100*y_CO2

      balance volume  = der(V) - feed
      balance product = der(V*mAb) - q_mAb*f_q*V*Xv
      balance lactate from glucose = der(V*Lac) + Y_LacGlc*(der(V*Glc) - feed*feed_Glc)
      balance oxygen  = der(V*DO) + OUR*V - n_gas*(O2_in - y_O2)
      balance carbon dioxide = der(V*CT) - RQ*OUR*V + n_gas*y_CO2
      """;

  private static final String ASSUMED = "Assumption for the reference vessel; from its drawing";

  private static final ProcessModel MODEL =
      new EquationModel(
          STRUCTURE_ID,
          "CHO bioreactor with oxygen, carbon dioxide and heat",
          with(
              ChoFedBatch.model().states(),
              List.of(
                  new Quantity("DO", "Dissolved oxygen", "mmol/L", 0, 2),
                  new Quantity("CT", "Dissolved carbonate", "mmol/L", 0, 500),
                  new Quantity("T", "Temperature", "Cel", 4, 60),
                  new Quantity("DOp", "Oxygen probe", "%", 0, 500))),
          List.of(
              new Quantity("feed", "Feed rate", "L/h", 0, 1000),
              new Quantity("pH", "pH, as controlled", "[pH]", 5, 9),
              new Quantity("T_jacket", "Jacket temperature", "Cel", 2, 80),
              new Quantity("stirrer", "Stirrer speed", "/s", 0.01, 20),
              new Quantity("gas", "Gas flow", "L/h", 0.01, 100000),
              new Quantity("O2_in", "Oxygen in the gas supplied", "1", 0, 1)),
          with(
              ChoFedBatch.model().outputs(),
              List.of(
                  new Quantity("DO", "Dissolved oxygen, of air saturation", "%", 0, 500),
                  new Quantity("PCO2", "Partial pressure of carbon dioxide", "mm[Hg]", 0, 1000),
                  new Quantity("TEMP", "Temperature", "Cel", 4, 60),
                  new Quantity("KLA", "Transfer coefficient of oxygen", "/h", 0, 5000),
                  new Quantity("OUR", "Oxygen uptake", "mmol/(L.h)", 0, 500),
                  new Quantity("O2_OUT", "Oxygen in the off-gas", "%", 0, 100),
                  new Quantity("CO2_OUT", "Carbon dioxide in the off-gas", "%", 0, 100))),
          parameters(),
          EQUATIONS);

  private ChoBioreactor() {}

  /** The model. */
  public static ProcessModel model() {
    return MODEL;
  }

  private static List<ParameterDefinition> parameters() {
    String shift =
        "Assumption: growth halves from 37 to 33 degC, the order of Fox et al., Biotechnology and"
            + " Bioengineering 85 (2004) 177-184; to be calibrated";
    String q10 = "Assumption: rates double per 10 degC; to be calibrated";
    String productivity =
        "Assumption: a quarter more at 33 degC, the direction of Fox et al. 2004; to be calibrated";
    String bell = "Assumption: growth falls by a tenth half a unit of pH off; to be calibrated";
    String riet = "van 't Riet 1979, coalescing";
    String respiration = "Order of Ruffieux et al., Journal of Biotechnology 63 (1998) 85-95";
    return with(
        ChoFedBatch.model().parameters(),
        List.of(
            new ParameterDefinition(
                "E_mu", "Activation energy, growth", "kJ/mol", 137, 0, 300, shift),
            new ParameterDefinition("E_m", "Activation energy, upkeep", "kJ/mol", 55, 0, 150, q10),
            new ParameterDefinition(
                "E_q", "Activation energy, productivity", "kJ/mol", -44, -150, 150, productivity),
            new ParameterDefinition("pH_ref", "Reference pH", "[pH]", 7, 6.5, 7.5, "By definition"),
            new ParameterDefinition("pK_a", "Lower flank of growth", "[pH]", 5.7, 4, 6.9, bell),
            new ParameterDefinition("pK_b", "Upper flank of growth", "[pH]", 8.3, 7.1, 10, bell),
            new ParameterDefinition(
                "K_DO",
                "Half-saturation of growth, oxygen",
                "mmol/L",
                0.01,
                1e-4,
                0.1,
                respiration),
            new ParameterDefinition(
                "q_O2", "Oxygen uptake", "mmol/(10*9.h)", 0.32, 0.03, 3, respiration),
            new ParameterDefinition(
                "Km_DO",
                "Half-saturation of uptake, oxygen",
                "mmol/L",
                0.005,
                1e-4,
                0.1,
                respiration),
            new ParameterDefinition("RQ", "Respiratory quotient", "1", 1, 0.7, 1.4, respiration),
            new ParameterDefinition(
                "kLa_a", "Factor of the transfer law", "1", 0.026, 1e-3, 1, riet),
            new ParameterDefinition("kLa_b", "Exponent of power", "1", 0.4, 0.1, 1, riet),
            new ParameterDefinition("kLa_c", "Exponent of gas velocity", "1", 0.5, 0.1, 1, riet),
            new ParameterDefinition(
                "pK_CO2",
                "First ionisation of carbonic acid",
                "[pH]",
                6.1,
                5.8,
                6.5,
                "Henderson-Hasselbalch at 37 degC"),
            new ParameterDefinition("p_gas", "Pressure in the vessel", "bar", 1.1, 0.8, 3, ASSUMED),
            new ParameterDefinition(
                "p_cal", "Pressure when the probe was calibrated", "bar", 1.1, 0.8, 3, ASSUMED),
            new ParameterDefinition("tau_p", "Lag of the probe", "h", 0.01, 1e-4, 0.2, ASSUMED),
            new ParameterDefinition(
                "N_P", "Power number of the stirrer", "1", 1.5, 0.1, 10, ASSUMED),
            new ParameterDefinition("d_imp", "Diameter of the stirrer", "m", 0.5, 0.02, 3, ASSUMED),
            new ParameterDefinition(
                "area", "Cross-section of the vessel", "m2", 0.8, 1e-3, 20, ASSUMED),
            new ParameterDefinition(
                "UA", "Heat transfer of the jacket", "kJ/(h.K)", 2500, 1, 1e6, ASSUMED),
            new ParameterDefinition(
                "T_feed", "Temperature of the feed", "Cel", 8, 2, 40, ASSUMED)));
  }

  private static <T> List<T> with(List<T> first, List<T> more) {
    List<T> all = new ArrayList<>(first);
    all.addAll(more);
    return all;
  }
}
