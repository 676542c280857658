package io.veritwin.workflow.application;

import io.veritwin.plant.PlantGateway;
import io.veritwin.plant.PlantWrite;
import io.veritwin.plant.WriteOutcome;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;

/** The real gateway, with what a test lets happen just before or after its write. */
@Decorator
@Priority(1)
public abstract class PlantGatewayInterfered implements PlantGateway {

  @Inject @Delegate PlantGateway gateway;
  @Inject Interference interference;

  @Override
  public WriteOutcome write(PlantWrite write) {
    return interference.write(() -> gateway.write(write));
  }
}
