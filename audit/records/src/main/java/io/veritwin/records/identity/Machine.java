package io.veritwin.records.identity;

/** A named part of the platform that acts without a person, for example "release worker". */
public record Machine(String name) implements Actor {

  public Machine {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("a machine identity needs a name");
    }
  }

  @Override
  public String id() {
    return "machine:" + name;
  }

  @Override
  public String printedName() {
    return "Veritwin, " + name;
  }

  @Override
  public String roleInWords() {
    return "system";
  }
}
