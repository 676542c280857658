package io.veritwin.records.identity;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * A person as the identity provider vouches for them in this session. The {@code ui} module
 * resolves the person once per request and passes them on as an argument.
 *
 * @param subject the {@code sub} claim; never re-issued (21 CFR 11.100(a))
 * @param username the name typed at login
 * @param printedName the full name as printed beside a signature (21 CFR 11.50(a)(1))
 * @param personNumber the site's number of the person
 * @param roles the roles in force
 */
public record Person(
    String subject, String username, String printedName, String personNumber, Set<Role> roles)
    implements Actor {

  public Person {
    if (subject == null || subject.isBlank() || username == null || username.isBlank()) {
      throw new IllegalArgumentException(
          "a person needs a subject and a user name, got " + subject + ", " + username);
    }
    roles = Set.copyOf(roles);
  }

  @Override
  public String id() {
    return subject;
  }

  public boolean is(Role role) {
    return roles.contains(role);
  }

  @Override
  public String roleInWords() {
    return roles.stream().sorted().map(Role::inWords).collect(Collectors.joining(", "));
  }
}
