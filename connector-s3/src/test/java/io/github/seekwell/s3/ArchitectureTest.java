package io.github.seekwell.s3;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The two rooms, and what each may know of. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.seekwell.s3");

  @Test
  void client_knowsTheSdkAndTheLowerFloors_andNoHadoop() {
    classes()
        .that()
        .resideInAPackage("io.github.seekwell.s3.client")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.github.seekwell.s3.client",
            "io.github.seekwell.core.client",
            "io.github.seekwell.core.store",
            "io.github.seekwell.core.http",
            "io.github.seekwell.core.config",
            "software.amazon.awssdk..",
            "org.slf4j..",
            "org.jspecify..",
            "java..",
            "javax.xml.stream")
        .check(CLASSES);
  }

  @Test
  void hadoopSide_knowsNoSdk() {
    noClasses()
        .that()
        .resideInAPackage("io.github.seekwell.s3")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon.awssdk..", "org.apache.hc..")
        .check(CLASSES);
  }

  @Test
  void hadoopSide_knowsTheClient_andWhatIsBelowIt() {
    classes()
        .that()
        .resideInAPackage("io.github.seekwell.s3")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.github.seekwell.s3",
            "io.github.seekwell.s3.client",
            "io.github.seekwell.core..",
            "org.apache.hadoop..",
            "org.jspecify..",
            "org.slf4j..",
            "java..")
        .check(CLASSES);
  }

  @Test
  void nobody_knowsTheLibraryUnderTheEngine() {
    noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.hc..").check(CLASSES);
  }
}
