package io.veritwin.lifecycle;

import jakarta.persistence.EntityManager;

/** Gives records the numbers people use. A number is given once; an undone act leaves a gap. */
public final class RecordNumbers {

  private RecordNumbers() {}

  /** The next number, for example "CR-12". */
  public static String next(EntityManager entities, String sequence, String prefix) {
    Object next =
        entities.createNativeQuery("select nextval('" + sequence + "')").getSingleResult();
    return prefix + "-" + ((Number) next).longValue();
  }
}
