package io.veritwin.workflow.engine;

import org.camunda.bpm.engine.ProcessEngineException;

/** Undoes an engine call that would end a user task without a signed decision. */
public final class SideDoorException extends ProcessEngineException {

  private static final long serialVersionUID = 1L;

  SideDoorException(String sentence) {
    super(sentence);
  }
}
