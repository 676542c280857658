package io.veritwin.ui.people;

import io.veritwin.records.identity.Person;
import io.veritwin.records.right.AccountabilityStatement;
import io.veritwin.records.right.SigningRight;
import io.veritwin.records.right.SigningRights;
import io.veritwin.records.right.Training;
import io.veritwin.records.signature.Refusal;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The right to sign of the person at the screen, and what is missing. */
@Named
@RequestScoped
public class MyRight {

  @Inject SigningRights rights;
  @Inject CurrentPerson me;

  /** {@code null} before the first login was noted. */
  public SigningRight getRight() {
    return rights.of(me.person().subject()).orElse(null);
  }

  /** What stands against any signature of this person now. */
  public List<Refusal> getReasons() {
    Person person = me.person();
    return rights.reasonsAgainst(person, person.roles());
  }

  /** Without what was withdrawn. */
  public List<Training> getTrainings() {
    return rights.trainings(me.person().subject()).stream()
        .filter(training -> rights.withdrawalOf(training.number()).isEmpty())
        .toList();
  }

  public AccountabilityStatement getStatement() {
    return rights.statement();
  }

  /** True when the statement in force is the next thing to sign. */
  public boolean isStatementToSign() {
    SigningRight right = getRight();
    return right != null
        && rights.reasonsAgainstStatement(me.person()).isEmpty()
        && (right.statementVersion() == null
            || right.statementVersion() < getStatement().version());
  }
}
