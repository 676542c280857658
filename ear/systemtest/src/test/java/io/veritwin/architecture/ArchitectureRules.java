package io.veritwin.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.FetchType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OneToMany;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may know whom. Each rule has a planted violation in {@code planted} that must make it fail: a
 * rule that cannot fail protects nothing.
 */
final class ArchitectureRules {

  private static final String ROOT = "io.veritwin.";

  /** A module's package prefix, without the root, and the modules it may import. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("twin", Set.of()),
          Map.entry("ledger", Set.of()),
          Map.entry("records", Set.of("ledger")),
          Map.entry("validation.report", Set.of("records")),
          Map.entry("plant", Set.of("records", "ledger")),
          Map.entry("lifecycle", Set.of("twin", "records")),
          Map.entry("recommendation", Set.of("twin", "lifecycle", "plant", "records", "ledger")),
          Map.entry(
              "validation.protocol",
              Set.of("twin", "lifecycle", "records", "ledger", "validation.report")),
          Map.entry(
              "workflow",
              Set.of(
                  "recommendation",
                  "lifecycle",
                  "validation.protocol",
                  "validation.report",
                  "records")),
          Map.entry(
              "ui",
              Set.of(
                  "workflow",
                  "recommendation",
                  "lifecycle",
                  "plant",
                  "validation.protocol",
                  "validation.report",
                  "records",
                  "twin",
                  "ledger")),
          Map.entry("simulator", Set.of("twin")));

  private static final Set<String> READS_THE_CLOCK =
      Set.of(
          "java.time.Instant.now()",
          "java.time.LocalDate.now()",
          "java.time.LocalDateTime.now()",
          "java.time.ZonedDateTime.now()",
          "java.time.OffsetDateTime.now()",
          "java.lang.System.currentTimeMillis()");

  private static final Set<String> EXACT_MATH =
      Set.of("abs", "max", "min", "signum", "sqrt", "floor", "ceil", "rint", "round", "fma");

  static final ArchRule MODULES_IMPORT_ONLY_WHAT_THEY_MAY =
      classes()
          .should(
              new ArchCondition<>("import only the modules they may") {
                @Override
                public void check(JavaClass origin, ConditionEvents events) {
                  String module = moduleOf(origin);
                  if (module == null) {
                    return;
                  }
                  origin.getDirectDependenciesFromSelf().stream()
                      .filter(d -> moduleOf(d.getTargetClass()) != null)
                      .filter(d -> !module.equals(moduleOf(d.getTargetClass())))
                      .filter(d -> !isCanonicalForm(module, d.getTargetClass()))
                      .filter(d -> !MAY_IMPORT.get(module).contains(moduleOf(d.getTargetClass())))
                      .forEach(
                          d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
                }
              });

  static final ArchRule NO_CYCLES_BETWEEN_MODULES =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  static final ArchRule A_PACKAGE_COMES_FROM_ONE_MODULE =
      classes()
          .should(
              new ArchCondition<>("share their package with one module only") {
                private final Map<String, String> home = new HashMap<>();

                @Override
                public void check(JavaClass origin, ConditionEvents events) {
                  String uri = origin.getSource().orElseThrow().getUri().toString();
                  String module =
                      uri.substring(0, uri.indexOf(origin.getPackageName().replace('.', '/')));
                  String first = home.putIfAbsent(origin.getPackageName(), module);
                  if (first != null && !first.equals(module)) {
                    events.add(
                        SimpleConditionEvent.violated(
                            origin, origin.getName() + " is in " + module + ", not in " + first));
                  }
                }
              });

  static final ArchRule THE_CORES_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "twin..", ROOT + "ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..",
              "javax.sql..",
              "java.sql..",
              "org.hibernate..",
              "org.camunda..",
              "org.eclipse.milo..",
              "org.slf4j..");

  static final ArchRule ONLY_WORKFLOW_KNOWS_THE_ENGINE =
      noClasses()
          .that(resideOutsideOfPackages(ROOT + "workflow..", ROOT + "launcher.."))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.camunda..", "org.operaton..");

  static final ArchRule ONLY_THE_GATEWAY_KNOWS_OPC_UA =
      noClasses()
          .that(resideOutsideOfPackages(ROOT + "plant.opcua..", ROOT + "simulator.."))
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.eclipse.milo..", ROOT + "plant.opcua.."));

  static final ArchRule ONLY_THE_RELEASE_WORKER_WRITES_TO_THE_PLANT =
      noClasses()
          .that(resideOutsideOfPackages(ROOT + "recommendation.release..", ROOT + "plant.opcua.."))
          .should(call("io.veritwin.plant.PlantGateway", "write"));

  static final ArchRule USE_CASES_DO_NOT_READ_THE_CLOCK =
      classes()
          .that()
          .resideInAnyPackage(
              ROOT + "twin..",
              ROOT + "ledger..",
              ROOT + "records..",
              ROOT + "plant..",
              ROOT + "lifecycle..",
              ROOT + "recommendation..",
              ROOT + "validation.protocol..",
              ROOT + "validation.report..",
              ROOT + "workflow..",
              ROOT + "ui..")
          .should(
              new ArchCondition<>("take time from an injected Clock") {
                @Override
                public void check(JavaClass origin, ConditionEvents events) {
                  for (JavaAccess<?> access : origin.getAccessesFromSelf()) {
                    if (READS_THE_CLOCK.contains(access.getTarget().getFullName())) {
                      events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                    }
                  }
                }
              });

  static final ArchRule THE_TWIN_USES_REPRODUCIBLE_MATHEMATICS =
      classes()
          .that()
          .resideInAPackage(ROOT + "twin..")
          .should(
              new ArchCondition<>("call no transcendental function of java.lang.Math") {
                @Override
                public void check(JavaClass origin, ConditionEvents events) {
                  for (JavaAccess<?> access : origin.getAccessesFromSelf()) {
                    AccessTarget target = access.getTarget();
                    if (target.getOwner().isEquivalentTo(Math.class)
                        && !target.getName().endsWith("Exact")
                        && !EXACT_MATH.contains(target.getName())
                        && !target.getName().startsWith("floor")
                        && !target.getName().equals("clamp")) {
                      events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                    }
                  }
                }
              });

  static final ArchRule PAGES_OWN_NO_TRANSACTION =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "ui..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.transaction..");

  static final ArchRule THE_SIMULATOR_SHARES_ONLY_THE_INTEGRATORS =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "simulator..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(ROOT + "twin..")
                  .and(resideOutsideOfPackages(ROOT + "twin.integration..")));

  static final ArchRule A_REGULATED_ENTITY_NAMES_ITS_RECORD =
      classes()
          .that()
          .areAnnotatedWith("io.veritwin.records.trail.Regulated")
          .should()
          .beAssignableTo("io.veritwin.records.trail.RegulatedRecord");

  static final ArchRule A_LIST_READ_WITH_ITS_RECORD_HAS_ITS_OWN_STATEMENT =
      fields()
          .that()
          .areAnnotatedWith(ElementCollection.class)
          .or()
          .areAnnotatedWith(OneToMany.class)
          .or()
          .areAnnotatedWith(ManyToMany.class)
          .should(
              new ArchCondition<>("be read when asked for, or by a statement of their own") {
                @Override
                public void check(JavaField list, ConditionEvents events) {
                  if (isReadAtOnce(list) && !hasItsOwnStatement(list)) {
                    events.add(
                        SimpleConditionEvent.violated(
                            list, list.getFullName() + " is joined to its record's row"));
                  }
                }
              });

  private ArchitectureRules() {}

  private static boolean hasItsOwnStatement(JavaField list) {
    return list.tryGetAnnotationOfType("org.hibernate.annotations.Fetch")
        .map(fetch -> (JavaEnumConstant) fetch.getExplicitlyDeclaredProperty("value"))
        .map(mode -> !mode.name().equals("JOIN"))
        .orElse(false);
  }

  private static boolean isReadAtOnce(JavaField list) {
    return Stream.of(
            list.tryGetAnnotationOfType(ElementCollection.class).map(ElementCollection::fetch),
            list.tryGetAnnotationOfType(OneToMany.class).map(OneToMany::fetch),
            list.tryGetAnnotationOfType(ManyToMany.class).map(ManyToMany::fetch))
        .anyMatch(fetch -> fetch.equals(Optional.of(FetchType.EAGER)));
  }

  /** The canonical form of a record is a language which every module with records speaks. */
  private static boolean isCanonicalForm(String module, JavaClass target) {
    return MAY_IMPORT.get(module).contains("records")
        && (target.getPackageName().equals(ROOT + "ledger.canonical")
            || target.getPackageName().equals(ROOT + "ledger.verdict"));
  }

  private static String moduleOf(JavaClass type) {
    String name = type.getPackageName() + ".";
    if (!name.startsWith(ROOT)) {
      return null;
    }
    String inside = name.substring(ROOT.length());
    return MAY_IMPORT.keySet().stream()
        .filter(module -> inside.startsWith(module + "."))
        .findFirst()
        .orElse(null);
  }

  private static ArchCondition<JavaClass> call(String owner, String method) {
    return new ArchCondition<>("call " + owner + "." + method) {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        origin.getMethodCallsFromSelf().stream()
            .filter(c -> c.getTargetOwner().isAssignableTo(owner))
            .filter(c -> c.getName().equals(method))
            .forEach(c -> events.add(SimpleConditionEvent.satisfied(c, c.getDescription())));
      }
    };
  }
}
