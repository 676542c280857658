package io.veritwin.ui.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words people read: what a button may not be called, what a message may not say. */
class WordsTest {

  private static final Path WEBAPP = Path.of("src/main/webapp");
  private static final Path SOURCES = Path.of("src/main/java");

  private static final Pattern BANNED =
      Pattern.compile(
          "\\b(Invalid|invalid|Error occurred|error occurred|Please|please|Oops|oops|Successfully"
              + "|successfully|Sorry)\\b|>\\s*(OK|Submit|Yes|No|Cancel|Save)\\s*<"
              + "|value=\"(OK|Submit|Yes|No|Cancel|Save)\"");

  private static final Pattern INLINE_SCRIPT =
      Pattern.compile("<script(?![^>]*\\bsrc=)|\\son(click|change|load|submit|input)\\s*=\\s*\"");

  @Test
  @Verifies("URS-502")
  void noPageUsesAWordThatBlamesOrSaysNothing() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : files(WEBAPP, ".xhtml", ".js")) {
      found.addAll(matches(BANNED, page));
    }
    for (Path source : files(SOURCES, ".java")) {
      String strings =
          String.join(
              "\n",
              Pattern.compile("\"([^\"\\\\]|\\\\.)*\"")
                  .matcher(Files.readString(source))
                  .results()
                  .map(r -> r.group())
                  .toList());
      Matcher m = BANNED.matcher(strings);
      while (m.find()) {
        found.add(source + ": " + m.group());
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  @Verifies("URS-502")
  void aBannedWordIsFound() {
    assertTrue(BANNED.matcher("<button>OK</button>").find());
    assertTrue(BANNED.matcher("The code is invalid").find());
    assertFalse(BANNED.matcher("<button>Review CR-12</button>").find());
  }

  @Test
  @Verifies("URS-510")
  void noPageHoldsAScriptOfItsOwn() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path page : files(WEBAPP, ".xhtml")) {
      found.addAll(matches(INLINE_SCRIPT, page));
    }
    assertEquals(List.of(), found);
  }

  @Test
  @Verifies("URS-501")
  void nothingIsGreen() throws IOException {
    String tokens = Files.readString(WEBAPP.resolve("resources/css/tokens.css"));
    List<String> green = new ArrayList<>();
    Matcher colour = Pattern.compile("#([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})").matcher(tokens);
    while (colour.find()) {
      int r = Integer.parseInt(colour.group(1), 16);
      int g = Integer.parseInt(colour.group(2), 16);
      int b = Integer.parseInt(colour.group(3), 16);
      if (g > r + 20 && g > b + 20) {
        green.add(colour.group());
      }
    }
    assertEquals(List.of(), green);
  }

  @Test
  @Verifies("URS-504")
  void onlyTheWrapperCallsTheChartLibrary() throws IOException {
    List<String> callers = new ArrayList<>();
    for (Path script : files(WEBAPP.resolve("resources/js"), ".js")) {
      if (Files.readString(script).contains("echarts.")) {
        callers.add(script.getFileName().toString());
      }
    }
    assertEquals(List.of("trend.js"), callers);
  }

  private static List<String> matches(Pattern pattern, Path file) throws IOException {
    return pattern
        .matcher(Files.readString(file))
        .results()
        .map(r -> file + ": " + r.group().strip())
        .toList();
  }

  private static List<Path> files(Path root, String... endings) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(f -> Stream.of(endings).anyMatch(e -> f.toString().endsWith(e)))
          .filter(f -> !f.toString().contains("vendor"))
          .sorted()
          .toList();
    }
  }
}
