package io.veritwin.ui.session;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.wildfly.security.http.oidc.IDToken;
import org.wildfly.security.http.oidc.OidcPrincipal;

/**
 * The person of this request, as the identity provider vouches for them (21 CFR 11.10(d)). Resolved
 * once; use cases take the {@link Person} as an argument and never ask the session.
 */
@Named("me")
@RequestScoped
public class CurrentPerson {

  @Inject HttpServletRequest request;

  private Person person;

  /**
   * The person.
   *
   * @throws IllegalStateException when the request carries no login: the path is not guarded
   */
  public Person person() {
    if (person == null) {
      person = resolve();
    }
    return person;
  }

  /** True when the request carries a login. */
  public boolean isKnown() {
    return request.getUserPrincipal() instanceof OidcPrincipal<?>;
  }

  private Person resolve() {
    if (!(request.getUserPrincipal() instanceof OidcPrincipal<?> principal)) {
      throw new IllegalStateException("no login is attached to " + request.getRequestURI());
    }
    IDToken token = principal.getOidcSecurityContext().getIDToken();
    Set<Role> roles =
        Arrays.stream(Role.values())
            .filter(role -> request.isUserInRole(role.realmRole()))
            .collect(Collectors.toSet());
    String name = token.getName();
    return new Person(
        token.getSubject(),
        token.getPreferredUsername(),
        name == null ? token.getPreferredUsername() : name,
        token.getClaimValueAsString("personNumber"),
        roles);
  }

  public String getName() {
    return person().printedName();
  }

  public String getRole() {
    return person().roleInWords();
  }

  public String getNumber() {
    return person().personNumber();
  }

  public boolean isEngineer() {
    return person().is(Role.ENGINEER);
  }

  public boolean isQa() {
    return person().is(Role.QA);
  }

  public boolean isOperator() {
    return person().is(Role.OPERATOR);
  }

  public boolean isInspector() {
    return person().is(Role.INSPECTOR);
  }

  public boolean isAdministrator() {
    return person().is(Role.ADMINISTRATOR);
  }
}
