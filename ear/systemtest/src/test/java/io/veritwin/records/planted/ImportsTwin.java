package io.veritwin.records.planted;

import io.veritwin.twin.planted.ImportsRecords;

/** Planted: closes a cycle with the twin. */
public final class ImportsTwin {
  ImportsRecords twin;
}
