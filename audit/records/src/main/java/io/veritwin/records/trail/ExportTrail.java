package io.veritwin.records.trail;

import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.records.identity.Person;
import io.veritwin.records.inspection.OutsideScopeException;
import io.veritwin.records.log.ExportBundle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Export the trail: copies entries out of the platform. The export is itself an entry, committed
 * before its payload exists (URS-132). Never called with a transaction open.
 */
@ApplicationScoped
public class ExportTrail {

  private static final int CHUNK = 500;

  @Inject RecordExport recordExport;
  @Inject TrailSearch search;
  @Inject ExportBundle bundles;

  /** Forms of a copy for data. */
  public enum Format {
    /**
     * One line per entry (RFC 4180). A text that a spreadsheet would run as a formula is preceded
     * by an apostrophe; the JSON form has every text as it is.
     */
    CSV,
    /** Every entry exactly as hashed into the log, with its place and hash. */
    JSON
  }

  /** Writes all entries that match {@code query}, whatever its page, to {@code out}. */
  public void export(Person who, TrailQuery query, Format format, OutputStream out)
      throws IOException {
    Map<String, String> details = new TreeMap<>();
    details.put("export.format", format.name());
    details.put("export.conditions", query.toString());
    recordExport.before(who, "Exported the audit trail as " + format.name() + ".", details);
    write(out, format == Format.CSV ? HEAD + "\r\n" : "{\"entries\":[");
    boolean first = true;
    long last = Long.MIN_VALUE;
    List<TrailRow> rows = search.next(query, last, CHUNK);
    while (!rows.isEmpty()) {
      for (TrailRow row : rows) {
        write(out, format == Format.CSV ? csv(row) + "\r\n" : (first ? "\n" : ",\n") + json(row));
        first = false;
        last = row.id();
      }
      rows = search.next(query, last, CHUNK);
    }
    write(out, format == Format.CSV ? "" : "\n]}\n");
    out.flush();
  }

  /**
   * Writes a bundle (zip) of entries with their proofs, which the ledger's own program and other
   * people's tools verify without this platform.
   *
   * @throws IllegalArgumentException when an entry does not exist or has no place in the log yet
   * @throws OutsideScopeException when the reader's access does not cover one of them
   */
  public void bundle(Person who, List<Long> entryIds, OutputStream out) throws IOException {
    entryIds.forEach(search::requireCovered);
    recordExport.before(
        who,
        "Exported " + entryIds.size() + " audit entries with their proofs.",
        Map.of(
            "export.format",
            "BUNDLE",
            "export.entries",
            entryIds.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    bundles.write(entryIds, out);
  }

  private static final String HEAD =
      "entry,place,utc,event,person id,person,role,record type,record,version,refused,rule,reason,"
          + "sentence";

  private static String csv(TrailRow row) {
    return Stream.of(
            row.id(),
            row.sequence() == null ? "" : row.sequence(),
            row.at(),
            row.event(),
            row.personId(),
            row.personName(),
            row.personRole(),
            row.record().type(),
            row.record().id(),
            row.record().version(),
            row.refused(),
            row.rule(),
            row.reason(),
            row.sentence())
        .map(value -> cell(value.toString()))
        .collect(Collectors.joining(","));
  }

  private static String cell(String text) {
    String harmless = !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return "\"" + harmless.replace("\"", "\"\"") + "\"";
  }

  private String json(TrailRow row) {
    byte[] canonical = search.canonical(row.id());
    return String.format(
        Locale.ROOT,
        "{\"place\":%s,\"leafHash\":\"%s\",\"entry\":%s}",
        row.sequence(),
        HexFormat.of().formatHex(new TreeHasher().leaf(canonical).bytes()),
        new String(canonical, StandardCharsets.UTF_8));
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
