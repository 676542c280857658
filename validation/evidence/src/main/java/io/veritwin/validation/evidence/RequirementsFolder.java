package io.veritwin.validation.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code docs-validation/10-user-requirements/<area>.md}: each requirement is a third-level
 * heading "### URS-041 Title". A third-level heading of any other form is refused, so that a
 * mistyped id cannot silently drop a requirement.
 */
final class RequirementsFolder {

  static final String ID = "URS-\\d{3}";

  private static final Pattern HEADING = Pattern.compile("^### (" + ID + ") (\\S.*)$");

  private RequirementsFolder() {}

  /**
   * @throws IllegalStateException for a malformed heading, naming file, line and text
   */
  static List<Requirement> read(Path folder) throws IOException {
    List<Requirement> found = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(f -> f.toString().endsWith(".md")).sorted().toList();
    }
    for (Path file : files) {
      String area = file.getFileName().toString().replace(".md", "");
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher heading = HEADING.matcher(lines.get(i));
        if (heading.matches()) {
          found.add(new Requirement(heading.group(1), heading.group(2), area));
        } else if (lines.get(i).startsWith("###")) {
          throw new IllegalStateException(
              "%s line %d: '%s' is not '### URS-041 Title'"
                  .formatted(file.getFileName(), i + 1, lines.get(i)));
        }
      }
    }
    return found;
  }
}
