package dev.tidings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses core =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tidings");

  @Test
  void coreStandsOnTheJdkAndOneLoggingFacade() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.tidings..",
            "java..",
            "org.slf4j",
            "org.jspecify.annotations",
            "com.google.errorprone.annotations..")
        .check(core);
  }

  @Test
  void theLogKnowsNothingOfTheRagPipeline() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.tidings", "dev.tidings.internal.task")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tidings.rag..")
        .check(core);
  }

  @Test
  void thereIsNoMutableStaticState() {
    fields().that().areStatic().should().haveModifier(JavaModifier.FINAL).check(core);
  }

  @Test
  void theWallClockIsOnlyReadWhereItIsGiven() {
    noClasses()
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(core);
  }
}
