package io.veritwin.twin.run;

import java.io.Serializable;

/**
 * One value the engine does not accept.
 *
 * @param where the field, for example {@code samples[3].value}
 * @param value as it was given
 * @param reason in plain words
 */
public record InputRefusal(String where, String value, String reason) implements Serializable {}
