package io.github.seekwell.oci;

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
          .importPackages("io.github.seekwell.oci");

  @Test
  void client_knowsTheSdkAndTheLowerFloors_andNoHadoop() {
    classes()
        .that()
        .resideInAPackage("io.github.seekwell.oci.client")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.github.seekwell.oci.client",
            "io.github.seekwell.core.client",
            "io.github.seekwell.core.store",
            "io.github.seekwell.core.http",
            "io.github.seekwell.core.config",
            "com.oracle.bmc..",
            "com.fasterxml.jackson..",
            "org.jspecify..",
            "org.slf4j..",
            "javax.net.ssl..",
            "java..")
        .check(CLASSES);
  }

  @Test
  void hadoopSide_knowsNoSdk_andNoJson() {
    noClasses()
        .that()
        .resideInAPackage("io.github.seekwell.oci")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.oracle.bmc..", "com.fasterxml.jackson..", "org.apache.hc..")
        .check(CLASSES);
  }

  @Test
  void hadoopSide_knowsTheClient_andWhatIsBelowIt() {
    classes()
        .that()
        .resideInAPackage("io.github.seekwell.oci")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.github.seekwell.oci",
            "io.github.seekwell.oci.client",
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
