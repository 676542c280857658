package io.veritwin.twin.planted;

import io.veritwin.records.planted.ImportsTwin;
import io.veritwin.records.trail.RecordRef;

/** Planted: the twin may import nothing of ours. */
public final class ImportsRecords {
  RecordRef record;
  ImportsTwin cycle;
}
