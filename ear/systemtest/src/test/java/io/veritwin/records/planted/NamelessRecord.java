package io.veritwin.records.planted;

import io.veritwin.records.trail.Regulated;

/** Planted: regulated, yet it cannot say which record it is. */
@Regulated
final class NamelessRecord {}
