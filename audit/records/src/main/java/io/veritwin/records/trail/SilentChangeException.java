package io.veritwin.records.trail;

/**
 * A transaction changed a regulated record without telling the trail. It is a fault of the program:
 * the commit is refused and nothing of the transaction stays (no record, no act).
 */
public class SilentChangeException extends RuntimeException {

  SilentChangeException(String message) {
    super(message);
  }
}
