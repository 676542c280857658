package io.veritwin.architecture;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.veritwin.validation.evidence.Verifies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each rule holds for the product, and fails for the product with one violation planted beside it.
 */
class ArchitectureTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.veritwin");

  @Test
  @Verifies("URS-631")
  void theProductIsOnTheClassPath() {
    for (String type :
        List.of(
            "io.veritwin.twin.model.ProcessModel",
            "io.veritwin.records.trail.AuditTrail",
            "io.veritwin.plant.PlantGateway")) {
      assertTrue(PRODUCT.contain(type), type + " was not imported");
    }
    assertTrue(
        PRODUCT.stream().anyMatch(c -> c.getPackageName().startsWith("io.veritwin.ui")),
        "the pages' classes were not imported");
  }

  @Test
  @Verifies("URS-631")
  void aModuleImportsOnlyWhatItMay() {
    holdsUnless(ArchitectureRules.MODULES_IMPORT_ONLY_WHAT_THEY_MAY, "twin/planted/ImportsRecords");
  }

  @Test
  @Verifies("URS-631")
  void modulesFormNoCycle() {
    holdsUnless(
        ArchitectureRules.NO_CYCLES_BETWEEN_MODULES,
        "twin/planted/ImportsRecords",
        "records/planted/ImportsTwin");
  }

  @Test
  @Verifies("URS-631")
  void aPackageComesFromOneModule() {
    holdsUnless(
        ArchitectureRules.A_PACKAGE_COMES_FROM_ONE_MODULE,
        "records/trail/RecordRef",
        "records/trail/FromAnotherModule");
  }

  @Test
  @Verifies("URS-632")
  void theCoresArePure() {
    holdsUnless(ArchitectureRules.THE_CORES_ARE_PURE, "ledger/planted/KnowsTheDatabase");
  }

  @Test
  @Verifies("URS-634")
  void onlyWorkflowKnowsTheEngine() {
    holdsUnless(ArchitectureRules.ONLY_WORKFLOW_KNOWS_THE_ENGINE, "ui/planted/CompletesATask");
  }

  @Test
  @Verifies("URS-633")
  void onlyTheGatewayKnowsOpcUa() {
    holdsUnless(
        ArchitectureRules.ONLY_THE_GATEWAY_KNOWS_OPC_UA, "recommendation/planted/KnowsOpcUa");
  }

  @Test
  @Verifies("URS-633")
  void onlyTheReleaseWorkerWritesToThePlant() {
    holdsUnless(
        ArchitectureRules.ONLY_THE_RELEASE_WORKER_WRITES_TO_THE_PLANT,
        "ui/planted/WritesToThePlant");
  }

  @Test
  @Verifies("URS-635")
  void useCasesDoNotReadTheClock() {
    holdsUnless(ArchitectureRules.USE_CASES_DO_NOT_READ_THE_CLOCK, "records/planted/ReadsTheClock");
  }

  @Test
  @Verifies("URS-635")
  void theTwinUsesReproducibleMathematics() {
    holdsUnless(ArchitectureRules.THE_TWIN_USES_REPRODUCIBLE_MATHEMATICS, "twin/planted/UsesMath");
  }

  @Test
  @Verifies("URS-636")
  void pagesOwnNoTransaction() {
    holdsUnless(ArchitectureRules.PAGES_OWN_NO_TRANSACTION, "ui/planted/OpensATransaction");
  }

  @Test
  @Verifies("URS-631")
  void theSimulatorSharesOnlyTheIntegrators() {
    holdsUnless(
        ArchitectureRules.THE_SIMULATOR_SHARES_ONLY_THE_INTEGRATORS,
        "simulator/planted/UsesAProcessModel");
  }

  @Test
  @Verifies("URS-636")
  void aRegulatedEntityNamesItsRecord() {
    holdsUnless(
        ArchitectureRules.A_REGULATED_ENTITY_NAMES_ITS_RECORD, "records/planted/NamelessRecord");
  }

  @Test
  @Verifies("URS-637")
  void aListReadWithItsRecordHasItsOwnStatement() {
    holdsUnless(
        ArchitectureRules.A_LIST_READ_WITH_ITS_RECORD_HAS_ITS_OWN_STATEMENT,
        "records/planted/JoinsItsLists");
  }

  private static void holdsUnless(ArchRule rule, String... planted) {
    EvaluationResult product = rule.evaluate(PRODUCT);
    assertFalse(product.hasViolation(), () -> firstLines(product));
    assertTrue(
        rule.evaluate(importing(planted)).hasViolation(),
        "the rule does not see what was planted: " + rule.getDescription());
  }

  private static String firstLines(EvaluationResult result) {
    return result.getFailureReport().toString().lines().limit(25).collect(joining("\n"));
  }

  private static JavaClasses importing(String... types) {
    List<Class<?>> classes = new ArrayList<>();
    for (String type : types) {
      try {
        classes.add(Class.forName("io.veritwin." + type.replace('/', '.')));
      } catch (ClassNotFoundException e) {
        throw new IllegalArgumentException("nothing is planted at " + type, e);
      }
    }
    return new ClassFileImporter().importClasses(classes);
  }
}
