package io.veritwin.ui.notation;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How a value is printed (URS-503). Records, signatures and the trail print UTC first; what people
 * watch prints their own zone, which the browser tells in a cookie.
 */
@Named("notation")
@RequestScoped
public class Notation {

  /** The cookie by which the browser tells the person's time zone. */
  public static final String ZONE_COOKIE = "zone";

  /** A value that is not there is "none", never 0 and never blank. */
  public static final String NONE = "none";

  private static final char THIN_SPACE = '\u2009';
  private static final char NO_BREAK_SPACE = '\u00a0';
  private static final char MINUS = '\u2212';

  @Inject HttpServletRequest request;
  @Inject Clock clock;

  private ZoneId zone;

  /** For the container. */
  public Notation() {}

  Notation(ZoneId zone, Clock clock) {
    this.zone = zone;
    this.clock = clock;
  }

  private ZoneId zone() {
    if (zone == null) {
      zone = zoneOf(request);
    }
    return zone;
  }

  private static ZoneId zoneOf(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(ZONE_COOKIE)) {
        try {
          return ZoneId.of(cookie.getValue().replace("%2F", "/"));
        } catch (DateTimeException unknownZone) {
          return ZoneOffset.UTC;
        }
      }
    }
    return ZoneOffset.UTC;
  }

  // Times ------------------------------------------------------------------------------------

  /** "2026-11-20 09:42:31 UTC". */
  public String utc(Instant at) {
    return at == null ? NONE : print("yyyy-MM-dd HH:mm:ss 'UTC'", at, ZoneOffset.UTC);
  }

  /** "2026-11-20 09:42:31 UTC (10:42:31 CET)", as records and signatures print it. */
  public String utcAndLocal(Instant at) {
    if (at == null) {
      return NONE;
    }
    return zone().getRules().getOffset(at).equals(ZoneOffset.UTC)
        ? utc(at)
        : utc(at) + print(" '('HH:mm:ss zzz')'", at, zone());
  }

  /** A text whose only content is an instant, printed as records print it; any other as it is. */
  public String instants(String text) {
    return text.matches("\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z") ? utcAndLocal(Instant.parse(text)) : text;
  }

  /** "09:42:31", in UTC. */
  public String utcTime(Instant at) {
    return at == null ? NONE : print("HH:mm:ss", at, ZoneOffset.UTC);
  }

  /** "2026-11-20", in UTC. */
  public String utcDay(Instant at) {
    return at == null ? NONE : print("yyyy-MM-dd", at, ZoneOffset.UTC);
  }

  /** "Fri 20 Nov 2026, 10:42 CET": for people, in their zone. */
  public String local(Instant at) {
    return at == null ? NONE : print("EEE d MMM yyyy, HH:mm zzz", at, zone());
  }

  /** "20 Nov 10:42": for people, in their zone, where the year is plain. */
  public String shortly(Instant at) {
    return at == null ? NONE : print("d MMM HH:mm", at, zone());
  }

  /** "Fri 20 Nov 2026, 11:05 CET". */
  public String getNow() {
    return local(clock.instant());
  }

  /** "10:42:31", in the person's zone. */
  public String localTime(Instant at) {
    return at == null ? NONE : print("HH:mm:ss", at, zone());
  }

  /** "34 s ago", "17 min ago", "3 days ago". */
  public String ago(Instant at) {
    return at == null ? NONE : inWords(Duration.between(at, clock.instant())) + " ago";
  }

  /** A length of time: "34 s", "17 min", "3 days". */
  public static String inWords(Duration d) {
    long s = Math.max(0, d.toSeconds());
    if (s < 60) {
      return s + "\u00a0s";
    }
    if (s < 3600) {
      return s / 60 + "\u00a0min";
    }
    if (s < 172_800) {
      return s / 3600 + "\u00a0h";
    }
    return s / 86_400 + " days";
  }

  private static String print(String pattern, Instant at, ZoneId zone) {
    return DateTimeFormatter.ofPattern(pattern, Locale.UK).withZone(zone).format(at);
  }

  // Numbers ----------------------------------------------------------------------------------

  /** A whole number in groups: "1 284 551". */
  public String count(Number value) {
    if (value == null) {
      return NONE;
    }
    String digits = Long.toString(Math.abs(value.longValue()));
    String grouped =
        digits.length() < 5 ? digits : digits.replaceAll("\\B(?=(\\d{3})+$)", "" + THIN_SPACE);
    return value.longValue() < 0 ? MINUS + grouped : grouped;
  }

  /** A number with as many decimals as given. */
  public String fixed(Double value, int decimals) {
    if (value == null || value.isNaN()) {
      return NONE;
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return minus(rounded.toPlainString());
  }

  /** A number with three significant digits, in plain form or as "1.02 × 10⁻⁵". */
  public String number(Double value) {
    if (value == null || value.isNaN()) {
      return NONE;
    }
    if (value == 0 || value.isInfinite()) {
      return value == 0 ? "0" : value > 0 ? "unlimited" : MINUS + "unlimited";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -3 || exponent > 5) {
      BigDecimal mantissa = rounded.movePointLeft(exponent);
      return minus(mantissa.stripTrailingZeros().toPlainString())
          + NO_BREAK_SPACE
          + "×"
          + NO_BREAK_SPACE
          + "10"
          + raised(exponent);
    }
    return minus(rounded.toPlainString());
  }

  /** A change with its sign: "+2.0 %". */
  public String change(Double before, Double after) {
    if (before == null || after == null || before == 0) {
      return NONE;
    }
    double percent = 100 * (after - before) / Math.abs(before);
    if (Math.abs(percent) < 0.05) {
      return "equal";
    }
    int decimals = Math.abs(percent) < 10 ? 1 : 0;
    return (percent > 0 ? "+" : "") + fixed(percent, decimals) + NO_BREAK_SPACE + "%";
  }

  private static String minus(String digits) {
    return digits.startsWith("-") ? MINUS + digits.substring(1) : digits;
  }

  private static String raised(int exponent) {
    StringBuilder out = new StringBuilder();
    for (char c : Integer.toString(exponent).toCharArray()) {
      out.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return out.toString();
  }

  // Units and digests ------------------------------------------------------------------------

  /** A UCUM unit as people write it: "10*9/L" is "×10⁶/mL", "Cel" is "°C", "1" is nothing. */
  public String unit(String ucum) {
    if (ucum == null) {
      return "";
    }
    return switch (ucum) {
      case "1", "[pH]" -> "";
      case "Cel" -> "°C";
      case "10*9/L" -> "×10⁶/mL";
      case "/min", "1/min" -> "1/min";
      case "mm[Hg]" -> "mmHg";
      default ->
          ucum.replace("10*9", "10⁹")
              .replace("10*6", "10⁶")
              .replace("10*-9", "10⁻⁹")
              .replace('.', '·');
    };
  }

  /** The first eight characters of a digest, in two groups: "7f3a 91c2". */
  public String code(String digest) {
    return digest == null || digest.length() < 8
        ? NONE
        : digest.substring(0, 4) + " " + digest.substring(4, 8);
  }

  /** Beginning and end of a digest: "7f3a 91c2 … 60b3". */
  public String brief(String digest) {
    return digest == null || digest.length() < 16
        ? NONE
        : code(digest) + " … " + digest.substring(digest.length() - 4);
  }

  /** A whole digest in groups of four. */
  public String digest(String digest) {
    return digest == null ? NONE : digest.replaceAll("(.{4})(?=.)", "$1 ");
  }

  /** "today 17:00" style is left to the inbox; a name as initials and surname: "J. Weidl". */
  public String initials(String name) {
    if (name == null || !name.contains(" ")) {
      return name == null ? NONE : name;
    }
    String[] parts = name.replaceFirst("^Dr\\. ", "").split(" ");
    return parts.length == 1 ? parts[0] : parts[0].charAt(0) + ". " + parts[parts.length - 1];
  }
}
