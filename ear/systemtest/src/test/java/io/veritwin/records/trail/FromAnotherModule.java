package io.veritwin.records.trail;

/** Planted: a package of records, in another module. */
final class FromAnotherModule {}
