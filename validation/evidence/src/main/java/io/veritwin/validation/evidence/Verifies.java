package io.veritwin.validation.evidence;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the requirements of {@code docs-validation/10-user-requirements} that a test verifies. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Verifies {

  /** Requirement ids, for example "URS-041". */
  String[] value();
}
