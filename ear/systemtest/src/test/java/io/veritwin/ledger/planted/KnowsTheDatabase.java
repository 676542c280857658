package io.veritwin.ledger.planted;

import jakarta.persistence.EntityManager;

/** Planted: the ledger is pure. */
final class KnowsTheDatabase {
  EntityManager entities;
}
