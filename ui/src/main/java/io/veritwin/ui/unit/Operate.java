package io.veritwin.ui.unit;

import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Unit;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.util.List;

/** The frame of the operator's page; its content comes live from {@link UnitResource}. */
@Named
@RequestScoped
public class Operate {

  @Inject PlantRegister register;

  private String unit;

  /** Goes to the only unit there is when none was named; an unknown unit is not found. */
  public String open() throws IOException {
    if (unit == null || unit.isBlank()) {
      List<Unit> units = register.units();
      unit = units.isEmpty() ? "" : units.get(0).name();
    }
    if (register.unit(unit).isEmpty()) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces.getExternalContext().responseSendError(404, "there is no unit " + unit);
      faces.responseComplete();
    }
    return null;
  }

  public String getUnit() {
    return unit;
  }

  public void setUnit(String unit) {
    this.unit = unit;
  }

  /** Places of the stacked trends. */
  public List<Integer> getTrends() {
    return List.of(0, 1, 2, 3);
  }
}
