package io.veritwin.launcher;

/**
 * A part of the site did not start. The message is one sentence for the person at the console: what
 * did not happen, what was found, what to do.
 */
public final class CannotStart extends RuntimeException {

  public CannotStart(String sentence) {
    super(sentence);
  }

  public CannotStart(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
