package io.veritwin.identity.signing;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks for user name and password for one signature, whatever session is open, and shows for whom
 * the signature is asked and the code of the record (URS-613, URS-614, 21 CFR 11.200(a)(1)).
 *
 * <p>Neither field is filled in beforehand. When another person than the one of the open session
 * types here, the browser returns to the application with the error "access_denied" and the
 * description "another_person"; after "restart login" that person's own token arrives there. Either
 * way the application refuses the signature and records the attempt, which this page could not.
 */
public final class SigningAuthenticator extends AbstractUsernameFormAuthenticator
    implements Authenticator {

  static final String PAGE = "veritwin-signing.ftl";
  static final String DO_NOT_SIGN = "doNotSign";
  static final String ANOTHER_PERSON = "another_person";

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    if (recordCode(context).isEmpty()) {
      context.getEvent().error(Errors.INVALID_REQUEST);
      context.failureChallenge(
          AuthenticationFlowError.INTERNAL_ERROR,
          context
              .form()
              .setError("signingWithoutRecord")
              .createErrorPage(Response.Status.BAD_REQUEST));
      return;
    }
    context.challenge(challenge(context, null, null));
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    MultivaluedMap<String, String> typed = context.getHttpRequest().getDecodedFormParameters();
    if (typed.containsKey(DO_NOT_SIGN)) {
      context.cancelLogin();
      return;
    }
    if (!validateUserAndPassword(context, typed)) {
      return;
    }
    if (belongsToAnotherPerson(context)) {
      refuseAnotherPerson(context);
      return;
    }
    context.success();
  }

  /** True when the browser's open session is not that of the person who has just typed. */
  private static boolean belongsToAnotherPerson(AuthenticationFlowContext context) {
    AuthenticationManager.AuthResult open =
        AuthenticationManager.authenticateIdentityCookie(
            context.getSession(), context.getRealm(), true);
    return open != null && !open.user().getId().equals(context.getUser().getId());
  }

  /**
   * Sends the browser back with a reason. Keycloak itself would stop at a page of its own, and the
   * application would never learn of the attempt that it must record.
   */
  private static void refuseAnotherPerson(AuthenticationFlowContext context) {
    context.getEvent().error(Errors.DIFFERENT_USER_AUTHENTICATED);
    AuthenticationSessionModel request = context.getAuthenticationSession();
    LoginProtocol protocol =
        context.getSession().getProvider(LoginProtocol.class, request.getProtocol());
    protocol
        .setRealm(context.getRealm())
        .setHttpHeaders(context.getHttpRequest().getHttpHeaders())
        .setUriInfo(context.getUriInfo())
        .setEventBuilder(context.getEvent());
    context.forceChallenge(
        protocol.sendError(request, LoginProtocol.Error.CONSENT_DENIED, ANOTHER_PERSON));
  }

  @Override
  protected Response challenge(AuthenticationFlowContext context, String error, String field) {
    LoginFormsProvider page = context.form().setExecution(context.getExecution().getId());
    recordCode(context).ifPresent(code -> page.setAttribute("recordCode", code.text()));
    askedOf(context).ifPresent(name -> page.setAttribute("askedOf", name));
    if (error != null) {
      page.setError(error);
    }
    return page.createForm(PAGE);
  }

  private static Optional<RecordCode> recordCode(AuthenticationFlowContext context) {
    return RecordCode.of(
        context.getAuthenticationSession().getClientNote(OIDCLoginProtocol.NONCE_PARAM));
  }

  /** The printed name of the person the application asks, when the realm knows that person. */
  private static Optional<String> askedOf(AuthenticationFlowContext context) {
    AuthenticationSessionModel request = context.getAuthenticationSession();
    String userName = request.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM);
    if (userName == null || userName.isBlank()) {
      return Optional.empty();
    }
    UserModel person = context.getSession().users().getUserByUsername(context.getRealm(), userName);
    return Optional.ofNullable(person).map(p -> p.getFirstName() + " " + p.getLastName());
  }

  @Override
  public boolean requiresUser() {
    return false;
  }

  @Override
  public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return true;
  }

  @Override
  public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
    // A forgotten or expired password is settled at login, never in the middle of a signature.
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
