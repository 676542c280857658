package io.veritwin.ui.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Computes the contrast of every text and control from the stylesheet's own tokens (WCAG 2.2). */
class ContrastTest {

  private static final Path WEBAPP = Path.of("src/main/webapp");
  private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+):\\s*(#[0-9A-Fa-f]{6});");
  private static final List<String> GROUNDS = List.of("field", "sheet", "raise");
  private static final double TEXT = 4.5;
  private static final double CONTROL = 3.0;

  @Test
  @Verifies("URS-500")
  void everyTextAndControlIsReadableInBothThemes() throws IOException {
    List<String> tooFaint = new ArrayList<>();
    themes().forEach((name, theme) -> tooFaint.addAll(tooFaint(name, theme)));
    assertEquals(List.of(), tooFaint);
  }

  @Test
  @Verifies("URS-500")
  void aTokenThatIsTooFaintIsFound() throws IOException {
    Map<String, String> theme = new LinkedHashMap<>(themes().get("light"));
    theme.put("text3", "#9AA3A9");
    assertFalse(tooFaint("light", theme).isEmpty());
  }

  @Test
  @Verifies("URS-501")
  void coloursStandInOnePlaceOnly() throws IOException {
    List<String> strays = new ArrayList<>();
    try (Stream<Path> files = Files.walk(WEBAPP)) {
      for (Path file : files.filter(ContrastTest::isOurs).toList()) {
        Matcher colour =
            Pattern.compile("#[0-9A-Fa-f]{6}\\b|(?<!&)#[0-9A-Fa-f]{3};")
                .matcher(Files.readString(file));
        while (colour.find()) {
          strays.add(file + " " + colour.group());
        }
      }
    }
    assertEquals(List.of(), strays);
  }

  /** Print is always on white paper; the browser's own icon knows no stylesheet. */
  private static boolean isOurs(Path file) {
    String name = file.toString();
    return (name.endsWith(".css") || name.endsWith(".js") || name.endsWith(".xhtml"))
        && !name.endsWith("tokens.css")
        && !name.contains("vendor");
  }

  private static List<String> tooFaint(String name, Map<String, String> theme) {
    List<String> out = new ArrayList<>();
    for (String ground : GROUNDS) {
      for (String text : List.of("text", "text2", "text3", "ink", "p1", "p2")) {
        require(out, name, theme, text, ground, TEXT);
      }
      for (String control : List.of("edge", "est")) {
        require(out, name, theme, control, ground, CONTROL);
      }
    }
    require(out, name, theme, "p2l", "field", CONTROL);
    require(out, name, theme, "p2l", "sheet", CONTROL);
    require(out, name, theme, "on-ink", "ink", TEXT);
    require(out, name, theme, "text", "wash", TEXT);
    for (String wash : List.of("p1w", "p2w", "p3w")) {
      require(out, name, theme, "text", wash, TEXT);
      require(out, name, theme, "text2", wash, TEXT);
    }
    require(out, name, theme, "p2", "p2w", TEXT);
    for (String fill : List.of("p2f", "p3f")) {
      require(out, name, theme, "mark-text", fill, TEXT);
    }
    require(out, name, theme, "on-ink", "p1f", TEXT);
    return out;
  }

  private static void require(
      List<String> out,
      String name,
      Map<String, String> theme,
      String front,
      String ground,
      double least) {
    double ratio = contrast(theme.get(front), theme.get(ground));
    if (ratio < least) {
      out.add(String.format("%s: %s on %s is %.2f, needs %.1f", name, front, ground, ratio, least));
    }
  }

  private static Map<String, Map<String, String>> themes() throws IOException {
    String css = Files.readString(WEBAPP.resolve("resources/css/tokens.css"));
    int dark = css.indexOf("[data-theme=\"dark\"]");
    assertTrue(dark > 0, "the stylesheet has a dark theme");
    return Map.of("light", tokens(css.substring(0, dark)), "dark", tokens(css.substring(dark)));
  }

  private static Map<String, String> tokens(String block) {
    Map<String, String> out = new LinkedHashMap<>();
    Matcher m = TOKEN.matcher(block);
    while (m.find()) {
      out.put(m.group(1), m.group(2));
    }
    return out;
  }

  static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String hex) {
    int rgb = Integer.parseInt(hex.substring(1), 16);
    return 0.2126 * channel(rgb >> 16) + 0.7152 * channel(rgb >> 8) + 0.0722 * channel(rgb);
  }

  private static double channel(int value) {
    double c = (value & 255) / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
