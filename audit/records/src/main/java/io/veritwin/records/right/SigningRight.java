package io.veritwin.records.right;

import io.veritwin.records.identity.Actor;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One person's right to sign: identity check, accountability statement and how the right stands.
 * Training is kept beside it, one record per function. Made by the first login; every later change
 * is an entry of the trail, field by field.
 */
@Entity
@Table(name = "signing_right")
@Regulated
public class SigningRight implements RegulatedRecord {

  /** The functions in which records are signed; nobody is trained to administrate or inspect. */
  public static final Set<Role> SIGNING_FUNCTIONS = Set.of(Role.ENGINEER, Role.QA, Role.OPERATOR);

  /** What a preset of a demonstration site is called wherever it is shown. */
  public static final String PRESET = "demonstration, preset by the site's set-up";

  @Id String subject;

  @Version int version;

  String username;

  @Column(name = "printed_name")
  String printedName;

  @Column(name = "person_number")
  String personNumber;

  String roles;

  @Enumerated(EnumType.STRING)
  SigningRightState state;

  @Column(name = "state_since")
  Instant since;

  @Column(name = "state_reason")
  String reason;

  @Column(name = "checked_by")
  String checkedBy;

  @Column(name = "checked_by_name")
  String checkedByName;

  @Column(name = "checked_how")
  String checkedHow;

  @Column(name = "checked_at")
  Instant checkedAt;

  @Column(name = "certification_letter")
  String certificationLetter;

  @Column(name = "statement_version")
  Integer statementVersion;

  @Column(name = "statement_signature")
  String statementSignature;

  @Column(name = "statement_at")
  Instant statementAt;

  boolean demonstration;

  protected SigningRight() {}

  SigningRight(Person person, Instant now) {
    this.subject = person.subject();
    this.username = person.username();
    see(person);
    move(SigningRightState.UNCHECKED, "First login at this site.", now);
  }

  /** Takes name, number and roles as the identity provider vouches for them now. */
  final void see(Person person) {
    this.printedName = person.printedName();
    this.personNumber = person.personNumber() == null ? "" : person.personNumber();
    this.roles = person.roles().stream().sorted().map(Role::name).collect(Collectors.joining(","));
  }

  final void move(SigningRightState to, String why, Instant now) {
    this.state = to;
    this.since = now;
    this.reason = why;
  }

  /** The identity is checked, for the first time or again: the right is active from now on. */
  void check(Actor by, String how, String letter, Instant now) {
    this.checkedBy = by.id();
    this.checkedByName = by.printedName();
    this.checkedHow = how;
    this.checkedAt = now;
    this.certificationLetter = letter;
    move(SigningRightState.ACTIVE, how, now);
  }

  /** The person signed a version of the accountability statement. */
  void answersFor(int statement, String signature, Instant at) {
    this.statementVersion = statement;
    this.statementSignature = signature;
    this.statementAt = at;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("signing right", username, version + 1);
  }

  public String subject() {
    return subject;
  }

  /** The person as the newest login showed them. */
  public Person person() {
    return new Person(subject, username, printedName, personNumber, roles());
  }

  public String username() {
    return username;
  }

  public String printedName() {
    return printedName;
  }

  public String personNumber() {
    return personNumber;
  }

  /** The roles as the newest login showed them. */
  public Set<Role> roles() {
    return Arrays.stream(roles.split(","))
        .filter(role -> !role.isEmpty())
        .map(Role::valueOf)
        .collect(Collectors.toSet());
  }

  public String rolesInWords() {
    return roles().isEmpty()
        ? "none"
        : roles().stream().sorted().map(Role::inWords).collect(Collectors.joining(", "));
  }

  public SigningRightState state() {
    return state;
  }

  /** When it came into this state. */
  public Instant since() {
    return since;
  }

  /** Why it is in this state. */
  public String reason() {
    return reason;
  }

  /** Who checked the identity; {@code null} before. */
  public String checkedByName() {
    return checkedByName;
  }

  public String checkedHow() {
    return checkedHow;
  }

  public Instant checkedAt() {
    return checkedAt;
  }

  /** Reference of the certification to the FDA (21 CFR 11.100(c)); {@code null} before a check. */
  public String certificationLetter() {
    return certificationLetter;
  }

  /** The version of the accountability statement signed last; {@code null} before. */
  public Integer statementVersion() {
    return statementVersion;
  }

  /** Number of that signature; {@code null} before, or when the set-up preset it. */
  public String statementSignature() {
    return statementSignature;
  }

  public Instant statementAt() {
    return statementAt;
  }

  /** True when the set-up of a demonstration site preset the first check. */
  public boolean demonstration() {
    return demonstration;
  }

  /** True when nobody but the set-up has checked the identity. */
  public boolean presetCheck() {
    return demonstration && PRESET.equals(checkedHow);
  }
}
