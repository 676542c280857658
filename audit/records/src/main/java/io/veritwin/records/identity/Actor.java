package io.veritwin.records.identity;

/**
 * Who acts: a person, or a named machine identity (DI-01). Nothing regulated is written by anyone
 * else.
 */
public sealed interface Actor permits Person, Machine {

  /**
   * The unique identifier: the person's subject at the identity provider, or the machine's name.
   */
  String id();

  /** The name as it is printed in the trail and beside a signature. */
  String printedName();

  /** The role in force at this moment, in words; several are joined by a comma. */
  String roleInWords();
}
