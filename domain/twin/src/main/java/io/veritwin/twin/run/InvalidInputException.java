package io.veritwin.twin.run;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Data that the engine refuses to compute with; carries each offending value with its reason. A
 * caller that shows refusals to a person asks {@link InputCheck} before it computes.
 */
public final class InvalidInputException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final List<InputRefusal> refusals;

  public InvalidInputException(List<InputRefusal> refusals) {
    super(
        refusals.stream()
            .map(r -> r.where() + " = " + r.value() + ": " + r.reason())
            .collect(Collectors.joining("; ")));
    this.refusals = List.copyOf(refusals);
  }

  public InvalidInputException(String where, String value, String reason) {
    this(List.of(new InputRefusal(where, value, reason)));
  }

  public List<InputRefusal> refusals() {
    return refusals;
  }
}
