package io.veritwin.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A page that links to a signature names its act in a text, which no compiler compares with the act
 * itself: here each name is looked up among the acts that the modules offer.
 */
class SignableActsTest {

  private static final Path PAGES = Path.of("..", "..", "ui", "src", "main");
  private static final String[] MODULES = {
    "io.veritwin.records",
    "io.veritwin.plant",
    "io.veritwin.lifecycle",
    "io.veritwin.recommendation"
  };
  private static final Pattern ACT = Pattern.compile("act(?:=|: ?\"|\", \")([a-z]+(?:-[a-z]+)+)");

  @Test
  @Verifies("URS-335")
  void everyActThatAPageLinksToIsOfferedByAModule() throws Exception {
    Set<String> offered = offered();
    TreeMap<String, String> unknown = new TreeMap<>();
    TreeSet<String> linked = new TreeSet<>();
    try (Stream<Path> files = Files.walk(PAGES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().matches(".*\\.(xhtml|js|java)")) {
          for (String act : acts(file)) {
            linked.add(act);
            if (!offered.contains(act)) {
              unknown.put(act, file.getFileName().toString());
            }
          }
        }
      }
    }
    assertEquals(new TreeMap<>(), unknown, () -> "offered are " + offered);
    assertTrue(linked.size() >= 4, () -> "links were found: " + linked);
  }

  private static Set<String> acts(Path file) throws IOException {
    Set<String> acts = new TreeSet<>();
    Matcher matcher = ACT.matcher(Files.readString(file));
    while (matcher.find()) {
      acts.add(matcher.group(1));
    }
    return acts;
  }

  private static Set<String> offered() throws ReflectiveOperationException {
    Set<String> names = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(MODULES)) {
      if (type.isAssignableTo("io.veritwin.records.signature.SignableAct") && !type.isInterface()) {
        Constructor<?> made = type.reflect().getDeclaredConstructor();
        made.setAccessible(true);
        var name = type.reflect().getMethod("name");
        name.setAccessible(true);
        names.add((String) name.invoke(made.newInstance()));
      }
    }
    return names;
  }
}
