package io.veritwin.records.signature;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The signatures that one record asks for, in their order, each by another person (21 CFR 11.10(f)
 * and (g)). The act takes effect with the last.
 *
 * @param places in the order in which they are signed; each with a meaning of its own
 */
public record SignatureOrder(List<Place> places) {

  /** One signature: what it means, and in which function it is given. */
  public record Place(Meaning meaning, Role function) {

    /** "Authored by a process engineer". */
    public String inWords() {
      return meaning.label() + " by " + who();
    }

    private String who() {
      String name = function.inWords();
      return function == Role.QA ? name : (name.matches("[aeiou].*") ? "an " : "a ") + name;
    }
  }

  public SignatureOrder {
    places = List.copyOf(places);
    if (places.isEmpty()
        || places.stream().map(Place::meaning).distinct().count() != places.size()) {
      throw new IllegalArgumentException("an order has places of different meanings: " + places);
    }
  }

  /** An order of these places. */
  public static SignatureOrder of(Place... places) {
    return new SignatureOrder(List.of(places));
  }

  /**
   * Those of the record's signatures that fill the places so far: in order, and on the content as
   * it is now.
   */
  public List<ElectronicSignature> filled(List<ElectronicSignatures.Standing> signatures) {
    List<ElectronicSignature> filled = new ArrayList<>();
    for (ElectronicSignatures.Standing signature : signatures) {
      if (filled.size() < places.size()
          && signature.stands()
          && signature.signature().meaning() == places.get(filled.size()).meaning()) {
        filled.add(signature.signature());
      }
    }
    return filled;
  }

  /** Whose turn it is; empty when every place is filled. */
  public Optional<Place> next(List<ElectronicSignature> filled) {
    return filled.size() < places.size()
        ? Optional.of(places.get(filled.size()))
        : Optional.empty();
  }

  /** "Authored by a process engineer, then Approved by QA". */
  public String inWords() {
    return places.stream().map(Place::inWords).collect(Collectors.joining(", then "));
  }

  /**
   * What stands against this person's signature in the place whose turn it is; that every place is
   * filled is for the act to say.
   *
   * @param title the record as people call it
   */
  public List<Refusal> reasonsAgainst(
      String title, Person signer, List<ElectronicSignature> filled) {
    List<Refusal> reasons = new ArrayList<>();
    Optional<Place> next = next(filled);
    if (next.isPresent() && !signer.is(next.get().function())) {
      reasons.add(
          new Refusal(
              "SIG-34",
              "Not signed. "
                  + title
                  + " is signed in order, and next is: "
                  + next.get().inWords()
                  + ". You act as "
                  + signer.roleInWords()
                  + "."));
    }
    if (next.isPresent()) {
      filled.stream()
          .filter(earlier -> earlier.signer().subject().equals(signer.subject()))
          .findFirst()
          .ifPresent(
              earlier ->
                  reasons.add(
                      new Refusal(
                          "SIG-35",
                          "Not signed. You signed "
                              + title
                              + " as \""
                              + earlier.meaning().label()
                              + "\" ("
                              + earlier.number()
                              + "); next is: "
                              + next.get().inWords()
                              + ", and every place is another person's. Ask somebody else.")));
    }
    return reasons;
  }
}
