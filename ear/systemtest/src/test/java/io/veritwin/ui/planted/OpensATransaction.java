package io.veritwin.ui.planted;

import jakarta.transaction.Transactional;

/** Planted: a page that owns a transaction. */
class OpensATransaction {
  @Transactional
  void act() {}
}
