package io.veritwin.plant.opcua;

import io.veritwin.plant.ReadingStore;

/** Hears of what was stored, after it was committed. */
@FunctionalInterface
interface ReadingSink {

  void stored(ReadingStore.Stored stored);
}
