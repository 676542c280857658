package io.veritwin.ledger.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veritwin.ledger.OtherTools;
import io.veritwin.ledger.canonical.JsonValue.JsonNumber;
import io.veritwin.validation.evidence.Verifies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Verifies("URS-100")
class CanonicalFormTest {

  /** RFC 8785 appendix B, all rows that are numbers. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void numbersAreWrittenAsAppendixBOfRfc8785Says(String bits, String text) {
    double value = Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(bits));
    assertEquals(text, canonical(new JsonNumber(value)));
  }

  @Test
  void whatAppendixBRefusesCannotBeMade() {
    assertThrows(IllegalArgumentException.class, () -> JsonValue.of(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> JsonValue.of(Double.POSITIVE_INFINITY));
    assertThrows(IllegalArgumentException.class, () -> JsonValue.of("\ud800 alone"));
    assertThrows(IllegalArgumentException.class, () -> JsonValue.of((1L << 53)));
  }

  /** RFC 8785 section 3.2.2. */
  @Test
  void theExampleOfRfc8785IsReproduced() {
    String source =
        "{\"numbers\": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],"
            + " \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
            + " \"literals\": [null, true, false]}";
    String expected =
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
    assertEquals(expected, canonical(parse(source)));
  }

  /** RFC 8785 section 3.2.3: by UTF-16 code units, so that U+1F600 comes before U+FB33. */
  @Test
  void namesAreSortedByUtf16CodeUnits() {
    String source =
        "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,"
            + "\"\\u00f6\":7}";
    assertEquals(
        "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}",
        canonical(parse(source)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{} {}",
        "[1,]",
        "{\"a\":1,}",
        "[01]",
        "[1.]",
        "[.5]",
        "[+1]",
        "[1e]",
        "[1e999]",
        "[9007199254740993]",
        "[NaN]",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"open",
        "[",
        "{\"a\" 1}",
        "tru",
        "",
        " ",
        "// no\n1"
      })
  void whatIsNotStrictJsonIsRefused(String source) {
    var verdict = StrictJsonParser.parse(source.getBytes(StandardCharsets.UTF_8));
    assertTrue(verdict.refusal().orElse("accepted").startsWith("The record is not"), source);
  }

  @Test
  void malformedUtf8IsRefused() {
    assertTrue(
        StrictJsonParser.parse(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'})
            .refusal()
            .isPresent());
    assertTrue(
        StrictJsonParser.parse(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'})
            .refusal()
            .isPresent());
  }

  @Test
  void nestingHasALimitForReadingAndWriting() {
    int most = StrictJsonParser.DEEPEST;
    JsonValue deepest = parse("[".repeat(most) + "]".repeat(most));
    assertEquals("[".repeat(most) + "]".repeat(most), canonical(deepest));
    String deeper = "[".repeat(most + 1) + "]".repeat(most + 1);
    assertTrue(
        StrictJsonParser.parse(deeper.getBytes(StandardCharsets.UTF_8))
            .refusal()
            .orElse("")
            .contains("nested"));
    assertTrue(
        StrictJsonParser.parse("[".repeat(1_000_000).getBytes(StandardCharsets.UTF_8))
            .refusal()
            .isPresent());
    JsonValue grown = new JsonValue.JsonArray(List.of(new JsonValue.JsonArray(List.of(deepest))));
    assertThrows(IllegalArgumentException.class, grown::canonicalBytes);
  }

  @Test
  void anyNumberReadsBackAsTheSameNumberInAsFewDigitsAsPossible() {
    Random random = new Random(8785);
    for (int i = 0; i < 30_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(value)) {
        continue;
      }
      String text = EcmaScriptNumber.format(value);
      assertEquals(value, Double.parseDouble(text), text);
      assertTrue(text.length() <= 25, text);
    }
  }

  /** Node.js is ECMAScript itself, so it is the judge. Powers of two are the lopsided cases. */
  @Test
  void numbersAreWrittenAsNodeWritesThem(@TempDir Path folder) throws Exception {
    assumeTrue(OtherTools.present("node", "--version"), "node is not installed");
    Random random = new Random(262);
    List<String> bits = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      double value =
          i < 4000
              ? Math.scalb(1.0, i / 2 - 1022) * (i % 2 == 0 ? 1 : -1)
              : i < 8000
                  ? Double.longBitsToDouble(random.nextLong() >>> 12 + random.nextInt(50))
                  : i < 14_000
                      ? random.nextInt(1_000_000_000)
                          / 1000.0
                          * Math.pow(10, random.nextInt(20) - 10)
                      : Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        bits.add(HexFormat.of().toHexDigits(Double.doubleToLongBits(value)));
        ours.add(EcmaScriptNumber.format(value));
      }
    }
    Path input = Files.write(folder.resolve("bits"), bits);
    String program =
        "for (const line of require('fs').readFileSync(process.argv[1],'utf8').trim().split('\\n'))"
            + " console.log(String(Buffer.from(line,'hex').readDoubleBE(0) || 0))";
    String theirs = OtherTools.run(folder, "node", "-e", program, input.toString());
    assertEquals(ours, List.of(theirs.strip().split("\n")));
  }

  private static JsonValue parse(String source) {
    return StrictJsonParser.parse(source.getBytes(StandardCharsets.UTF_8)).orThrow();
  }

  private static String canonical(JsonValue value) {
    return new String(value.canonicalBytes(), StandardCharsets.UTF_8);
  }
}
