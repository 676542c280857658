package io.veritwin.twin.forecast;

import java.util.OptionalDouble;

/** What a forecast says about something that is watched. */
public sealed interface Outlook permits LimitOutlook, CourseOutlook {

  /** The limit or the expected course; equal from forecast to forecast. */
  Record watched();

  /** What may happen, after "is expected to". */
  String what();

  /** The output that is watched. */
  String outputId();

  /** Share of draws to which it happens within the horizon. */
  double probability();

  /** Median time from now until it happens, when it does to at least half of the draws. */
  OptionalDouble hours();
}
