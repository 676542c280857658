package io.veritwin.plant;

/** What a tag is for. */
public enum TagKind {
  /** A measured online value. */
  MEASUREMENT("measured"),
  /** A setpoint of the control system. */
  SETPOINT("setpoint"),
  /** An offline assay, reported some time after its sample was taken. */
  ASSAY("assay"),
  /** Batch, phase, process time and what else describes the run. */
  CONTEXT("context");

  private final String inWords;

  TagKind(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }
}
