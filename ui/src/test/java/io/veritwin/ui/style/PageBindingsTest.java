package io.veritwin.ui.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.Refusal;
import io.veritwin.validation.evidence.Verifies;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;

/**
 * Every expression of every page names something that exists. The compiler does not see pages, so a
 * renamed accessor would be found by the first person who opens the page.
 */
class PageBindingsTest {

  private static final Path WEBAPP = Path.of("src/main/webapp");
  private static final Path CLASSES = Path.of("target/classes");
  private static final Pattern EXPRESSION = Pattern.compile("#\\{(.*?)}", Pattern.DOTALL);
  private static final Set<String> WORDS =
      Set.of(
          "and", "or", "not", "eq", "ne", "gt", "lt", "ge", "le", "empty", "true", "false", "null");

  /** What a part is given by the pages that include it. */
  private static final Map<String, Type> PARAMETERS =
      Map.of(
          "refusals", listOf(Refusal.class),
          "record", FrozenRecord.class,
          "digest", String.class,
          "heading", String.class,
          "recordType", String.class,
          "recordId", String.class);

  @Test
  @Verifies("URS-508")
  void everyExpressionOfEveryPageNamesSomethingThatExists() throws Exception {
    Map<String, Type> beans = beans();
    List<String> broken = new ArrayList<>();
    int pages = 0;
    try (Stream<Path> files = Files.walk(WEBAPP)) {
      for (Path page : files.filter(f -> f.toString().endsWith(".xhtml")).sorted().toList()) {
        broken.addAll(
            check(Files.readString(page), beans).stream().map(b -> page + ": " + b).toList());
        pages++;
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(pages > 20, "the pages were found");
  }

  @Test
  @Verifies("URS-508")
  void aRenamedAccessorIsFound() throws Exception {
    String page =
        "<p xmlns:ui=\"jakarta.faces.facelets\">#{shell.siteNames}"
            + "<ui:repeat value=\"#{shell.entries}\" var=\"e\">#{e.word()}#{e.href()}</ui:repeat></p>";
    assertEquals(
        List.of("shell.siteNames: Shell has no siteNames", "e.word: Entry has no word"),
        check(page, beans()));
  }

  private static List<String> check(String page, Map<String, Type> beans)
      throws XMLStreamException {
    List<String> broken = new ArrayList<>();
    Deque<Map<String, Type>> scopes = new ArrayDeque<>();
    Map<String, Type> top = new HashMap<>(beans);
    top.putAll(PARAMETERS);
    top.put("request", HttpServletRequest.class);
    scopes.push(top);
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(page));
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> scopes.push(enter(xml, scopes.peek(), broken));
        case XMLStreamConstants.END_ELEMENT -> scopes.pop();
        case XMLStreamConstants.CHARACTERS ->
            checkText(xml.getText(), scopes.peek(), false, broken);
        default -> {}
      }
    }
    return broken;
  }

  private static Map<String, Type> enter(
      XMLStreamReader xml, Map<String, Type> outer, List<String> broken) {
    Map<String, Type> scope = outer;
    String variable = xml.getAttributeValue(null, "var");
    String value = xml.getAttributeValue(null, "value");
    if (variable != null && value != null) {
      Matcher m = EXPRESSION.matcher(value);
      if (m.matches()) {
        scope = new HashMap<>(outer);
        Type items = resolve(m.group(1).strip(), outer, false, broken);
        scope.put(variable, elementOf(items));
        if (xml.getAttributeValue(null, "varStatus") != null) {
          scope.put(xml.getAttributeValue(null, "varStatus"), Object.class);
        }
      }
    }
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String name = xml.getAttributeLocalName(i);
      Map<String, Type> seen = name.equals("value") ? outer : scope;
      checkText(xml.getAttributeValue(i), seen, name.equals("action"), broken);
    }
    return scope;
  }

  private static void checkText(
      String text, Map<String, Type> scope, boolean action, List<String> broken) {
    Matcher m = EXPRESSION.matcher(text);
    while (m.find()) {
      String body = m.group(1).replaceAll("'[^']*'", "''");
      Matcher start = Pattern.compile("(?<![\\w.'])([A-Za-z_]\\w*)").matcher(body);
      while (start.find()) {
        if (!WORDS.contains(start.group(1))) {
          resolve(body.substring(start.start()), scope, action, broken);
        }
      }
    }
  }

  /** The type of the chain that {@code text} begins with; Object when nothing is known of it. */
  private static Type resolve(
      String text, Map<String, Type> scope, boolean action, List<String> broken) {
    Matcher root = Pattern.compile("^([A-Za-z_]\\w*)").matcher(text);
    if (!root.find()) {
      return Object.class;
    }
    Type type = scope.get(root.group(1));
    if (type == null) {
      broken.add(root.group(1) + " is not known");
      return Object.class;
    }
    String path = root.group(1);
    int at = root.end();
    Pattern member = Pattern.compile("\\G\\.([A-Za-z_]\\w*)(\\()?");
    Matcher m = member.matcher(text);
    while (m.find(at)) {
      boolean call = m.group(2) != null;
      int end = m.end();
      int arguments = 0;
      if (call) {
        int close = closing(text, end);
        arguments = count(text.substring(end, close));
        end = close + 1;
      }
      if (type == Object.class) {
        return type;
      }
      boolean last = !member.matcher(text).find(end);
      Optional<Method> method = find(raw(type), m.group(1), call, arguments, action && last);
      path = path + "." + m.group(1);
      if (method.isEmpty()) {
        broken.add(path + ": " + raw(type).getSimpleName() + " has no " + m.group(1));
        return Object.class;
      }
      if (!Modifier.isPublic(method.get().getDeclaringClass().getModifiers())) {
        broken.add(
            path + ": " + method.get().getDeclaringClass().getSimpleName() + " is not public");
      }
      type = bind(method.get().getGenericReturnType(), type);
      at = end;
    }
    return type;
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("no closing bracket in " + text);
  }

  private static int count(String arguments) {
    if (arguments.isBlank()) {
      return 0;
    }
    int depth = 0;
    int n = 1;
    for (char c : arguments.toCharArray()) {
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      n += c == ',' && depth == 0 ? 1 : 0;
    }
    return n;
  }

  private static Optional<Method> find(
      Class<?> type, String name, boolean call, int arguments, boolean action) {
    String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return Arrays.stream(type.getMethods())
        .filter(
            m ->
                call || action && m.getName().equals(name)
                    ? m.getName().equals(name) && m.getParameterCount() == arguments
                    : m.getParameterCount() == 0
                        && (m.getName().equals("get" + capital)
                            || m.getName().equals("is" + capital)))
        .findFirst();
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : Object.class;
  }

  private static Type bind(Type type, Type owner) {
    if (type instanceof TypeVariable<?> variable && owner instanceof ParameterizedType p) {
      TypeVariable<?>[] names = raw(owner).getTypeParameters();
      for (int i = 0; i < names.length; i++) {
        if (names[i].getName().equals(variable.getName())) {
          return p.getActualTypeArguments()[i];
        }
      }
    }
    return type;
  }

  private static Type elementOf(Type items) {
    if (items instanceof Class<?> c && c.isArray()) {
      return c.getComponentType();
    }
    return items instanceof ParameterizedType p ? p.getActualTypeArguments()[0] : Object.class;
  }

  private static Type listOf(Class<?> element) {
    return new ParameterizedType() {
      @Override
      public Type[] getActualTypeArguments() {
        return new Type[] {element};
      }

      @Override
      public Type getRawType() {
        return List.class;
      }

      @Override
      public Type getOwnerType() {
        return null;
      }
    };
  }

  private static Map<String, Type> beans() throws IOException, ClassNotFoundException {
    Map<String, Type> out = new HashMap<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name =
            CLASSES.relativize(file).toString().replace('/', '.').replaceFirst("\\.class$", "");
        Class<?> type = Class.forName(name, false, PageBindingsTest.class.getClassLoader());
        Named named = type.getAnnotation(Named.class);
        if (named != null) {
          String simple = type.getSimpleName();
          String otherwise = Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
          out.put(named.value().isEmpty() ? otherwise : named.value(), type);
        }
      }
    }
    return out;
  }
}
