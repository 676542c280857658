package io.veritwin.records.trail;

import io.veritwin.records.identity.Person;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import org.hibernate.Session;

/** A person's own searches of the trail, kept by name; nobody else sees them. */
@ApplicationScoped
@Transactional
public class SavedSearches {

  private static final int LONGEST_NAME = 60;
  private static final int LONGEST = 2_000;

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  /**
   * One of them.
   *
   * @param conditions the query of the explorer's address: "?refused=true"
   */
  public record SavedSearch(String name, String conditions) {}

  /** The person's searches, by name. */
  public List<SavedSearch> of(Person person) {
    return entities
        .unwrap(Session.class)
        .createNativeQuery(
            "select name, conditions from saved_search where owner = :owner order by name",
            Tuple.class)
        .setParameter("owner", person.subject())
        .getResultList()
        .stream()
        .map(t -> new SavedSearch(t.get(0, String.class), t.get(1, String.class)))
        .toList();
  }

  /**
   * Keeps a search; one of the same name is replaced.
   *
   * @throws IllegalArgumentException when the name is empty or too long, or nothing is searched
   */
  public void save(Person person, String name, String conditions) {
    String asked = name.strip();
    if (asked.isEmpty() || asked.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a search is saved under a name of 1 to " + LONGEST_NAME + " characters, got " + asked);
    }
    if (conditions.length() < 2 || conditions.length() > LONGEST) {
      throw new IllegalArgumentException("choose what to search for, then save it");
    }
    entities
        .createNativeQuery(
            "insert into saved_search values (?1, ?2, ?3) on conflict (owner, name) do update set"
                + " conditions = excluded.conditions")
        .setParameter(1, person.subject())
        .setParameter(2, asked)
        .setParameter(3, conditions)
        .executeUpdate();
  }

  /** Forgets one; nothing happens when there is none of that name. */
  public void remove(Person person, String name) {
    entities
        .createNativeQuery("delete from saved_search where owner = ?1 and name = ?2")
        .setParameter(1, person.subject())
        .setParameter(2, name)
        .executeUpdate();
  }
}
