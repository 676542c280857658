package io.veritwin.records.inspection;

import io.veritwin.records.copy.WholeRecord.Related;
import io.veritwin.records.identity.Person;
import jakarta.enterprise.context.RequestScoped;
import java.util.Set;

/** Whose access bounds the current request; nobody's in background work. */
@RequestScoped
public class RequestReader {

  private Person person;
  private InspectorAccess access;
  private Set<Related> covered;

  void is(Person inspector, InspectorAccess by) {
    this.person = inspector;
    this.access = by;
    this.covered = null;
  }

  Person person() {
    return person;
  }

  InspectorAccess access() {
    return access;
  }

  Set<Related> covered() {
    return covered;
  }

  void covers(Set<Related> records) {
    this.covered = records;
  }
}
