package io.veritwin.ui.inspection;

import io.veritwin.records.copy.WholeRecord.Related;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody reads who asks for an address, as far as an inspector's access is concerned.
 *
 * @param what in words, after "Read"
 * @param kind how it is put on record
 * @param key what is on the screen: what a page asks for again and again has the page's key
 * @param record the record that the whole answer is about; empty when it is about several
 * @param entry the audit entry that the answer is about; empty when it is about none or several
 * @param withinAnyScope true when the answer itself leaves out what an access does not cover
 */
record Reading(
    String what,
    Kind kind,
    String key,
    Optional<Related> record,
    OptionalLong entry,
    boolean withinAnyScope) {

  private Reading(
      String what, Kind kind, String key, Optional<Related> record, boolean withinAnyScope) {
    this(what, kind, key, record, OptionalLong.empty(), withinAnyScope);
  }

  /** How a reading is put on record. */
  enum Kind {
    /** It shows nothing of the site. */
    NOTHING,
    /** An entry each time. */
    VIEW,
    /** Asked for by a page that is on record already; an entry when no such page was opened. */
    PART,
    /** Whoever answers writes the entry, as it knows more of what is shown. */
    OWN_ENTRY
  }

  private static final Map<String, String> PAGES =
      Map.ofEntries(
          Map.entry("/start/start.xhtml", "Start"),
          Map.entry("/start/me.xhtml", "of your own right"),
          Map.entry("/start/about.xhtml", "About"),
          Map.entry("/change/changes.xhtml", "Changes"),
          Map.entry("/change/review.xhtml", "Change request"),
          Map.entry("/model/models.xhtml", "Models"),
          Map.entry("/data/batches.xhtml", "Batches"),
          Map.entry("/plant/tags.xhtml", "Units"),
          Map.entry("/unit/operate.xhtml", "Unit"),
          Map.entry("/people/people.xhtml", "People"),
          Map.entry("/people/inspections.xhtml", "Inspections"),
          Map.entry("/audit/reviews.xhtml", "Audit trail reviews"),
          Map.entry("/audit/retention.xhtml", "Retention"),
          Map.entry("/audit/verify.xhtml", "Verify the log"));

  /** Pages that show nothing of records, or only what the access covers. */
  private static final List<String> WITHIN =
      List.of("/start/me.xhtml", "/start/about.xhtml", "/audit/verify.xhtml");

  private static final List<String> NOTHING =
      List.of("/logout", "/farewell.xhtml", "/sign/callback");

  private static final Pattern ENTRY = Pattern.compile("/api/trail/entries/(\\d{1,18})/(\\w+).*");
  private static final Pattern CHANGE = Pattern.compile("/api/changes/([^/]+)/(.*)");
  private static final Pattern UNIT = Pattern.compile("/api/units/([^/]+)/.*");

  /**
   * The reading of an address.
   *
   * @param path without the application's name
   * @param parameter the value of a parameter; {@code null} without it
   */
  static Reading of(String path, Function<String, String> parameter) {
    if (path.contains("..") || path.contains("//") || path.contains(";")) {
      // Others may read such an address otherwise than this does.
      return new Reading("the answer of " + path, Kind.VIEW, "", Optional.empty(), false);
    }
    if (NOTHING.contains(path)
        || path.startsWith("/error/")
        || path.startsWith("/jakarta.faces.resource/")) {
      return new Reading("nothing", Kind.NOTHING, "", Optional.empty(), true);
    }
    if (path.equals("/audit/explorer.xhtml")) {
      return new Reading("the audit trail", Kind.OWN_ENTRY, "", Optional.empty(), true);
    }
    if (path.endsWith(".xhtml")) {
      return page(path, parameter);
    }
    return path.startsWith("/api/trail/") || path.startsWith("/api/copies/")
        ? ofTrail(path)
        : ofRecords(path);
  }

  private static Reading page(String path, Function<String, String> parameter) {
    String what = "the page " + PAGES.getOrDefault(path, path);
    Optional<Related> record = Optional.empty();
    String key = "";
    if (path.equals("/change/review.xhtml") && parameter.apply("change") != null) {
      record = Optional.of(new Related("change request", parameter.apply("change")));
      key = "change " + parameter.apply("change");
    } else if (path.equals("/unit/operate.xhtml") && parameter.apply("unit") != null) {
      record = Optional.of(new Related("unit", parameter.apply("unit")));
      key = "unit " + parameter.apply("unit");
    }
    return new Reading(what, Kind.VIEW, key, record, WITHIN.contains(path));
  }

  private static Reading ofTrail(String path) {
    Matcher entry = ENTRY.matcher(path);
    if (entry.matches()) {
      String what = "the proof of audit entry " + entry.group(1);
      Kind kind =
          switch (entry.group(2)) {
            case "evidence" -> Kind.VIEW;
            case "bundle" -> Kind.OWN_ENTRY;
            default -> Kind.PART;
          };
      return new Reading(
          what,
          kind,
          "entry " + entry.group(1),
          Optional.empty(),
          OptionalLong.of(Long.parseLong(entry.group(1))),
          true);
    }
    return switch (path) {
      case "/api/trail/proof" ->
          new Reading("the check of the whole log", Kind.VIEW, "", Optional.empty(), true);
      case "/api/copies/check" ->
          new Reading("the check of a certified copy", Kind.VIEW, "", Optional.empty(), true);
      default -> new Reading("the audit trail", Kind.OWN_ENTRY, "", Optional.empty(), true);
    };
  }

  private static Reading ofRecords(String path) {
    Matcher change = CHANGE.matcher(path);
    if (change.matches()) {
      String number = change.group(1);
      return new Reading(
          "a plot of change request " + number,
          change.group(2).endsWith(".pdf") ? Kind.OWN_ENTRY : Kind.PART,
          "change " + number,
          Optional.of(new Related("change request", number)),
          false);
    }
    Matcher unit = UNIT.matcher(path);
    if (unit.matches()) {
      return new Reading(
          "values of unit " + unit.group(1),
          Kind.PART,
          "unit " + unit.group(1),
          Optional.of(new Related("unit", unit.group(1))),
          false);
    }
    return new Reading(
        "the answer of " + path,
        path.startsWith("/api/calibrations/") ? Kind.PART : Kind.VIEW,
        path,
        Optional.empty(),
        false);
  }
}
