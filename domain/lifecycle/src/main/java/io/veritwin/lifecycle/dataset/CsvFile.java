package io.veritwin.lifecycle.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A comma separated file (RFC 4180) as it stands: comment lines (#) before the header are skipped,
 * nothing is trimmed away silently but spaces around a cell.
 *
 * @param name the file's name
 * @param header column names in order
 * @param rows data rows with their line numbers
 */
record CsvFile(String name, List<String> header, List<Row> rows) {

  /**
   * @param line line in the file, 1 for the first
   * @param cells as many as the row has, which may differ from the header
   */
  record Row(int line, List<String> cells) {}

  /** Reads a file; a file that is no table gives a file without header, which no format knows. */
  static CsvFile read(UploadedFile file) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file.bytes())).toString();
    } catch (CharacterCodingException notText) {
      return new CsvFile(file.name(), List.of(), List.of());
    }
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    List<String> header = List.of();
    List<Row> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      number++;
      if (line.isBlank() || (header.isEmpty() && line.startsWith("#"))) {
        continue;
      }
      List<String> cells = cells(line);
      if (header.isEmpty()) {
        header = cells;
      } else {
        rows.add(new Row(number, cells));
      }
    }
    return new CsvFile(file.name(), header, rows);
  }

  int column(String name) {
    return header.indexOf(name);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
