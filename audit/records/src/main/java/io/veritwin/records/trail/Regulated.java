package io.veritwin.records.trail;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an entity whose every insert, update and delete must leave an audit entry in the same
 * transaction (21 CFR 11.10(e)). The entity implements {@link RegulatedRecord}; its table carries
 * the constraint trigger {@code audit_entry_required}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Regulated {}
