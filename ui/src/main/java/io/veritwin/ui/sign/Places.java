package io.veritwin.ui.sign;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where an act's "return to" leads: modules name the record, only this module knows its page. */
final class Places {

  private Places() {}

  /** The page of "unit/BR-204", "changes/CR-1", "models/CHO-FB 1.0"; the start page otherwise. */
  static String page(String returnTo) {
    int slash = returnTo.indexOf('/');
    String record =
        URLEncoder.encode(returnTo.substring(slash + 1), StandardCharsets.UTF_8)
            .replace("+", "%20");
    return switch (slash < 0 ? "" : returnTo.substring(0, slash)) {
      case "unit", "units" -> "unit/operate.xhtml?unit=" + record;
      case "change", "changes" -> "change/review.xhtml?change=" + record;
      case "model", "models" -> "model/models.xhtml?selected=" + record;
      case "calibration", "calibrations" -> "plant/tags.xhtml?calibration=" + record;
      case "trail-review" -> "audit/reviews.xhtml?review=" + record;
      case "disposal" -> "audit/retention.xhtml?proposal=" + record;
      case "person" -> "start/me.xhtml";
      default -> "start/start.xhtml";
    };
  }
}
