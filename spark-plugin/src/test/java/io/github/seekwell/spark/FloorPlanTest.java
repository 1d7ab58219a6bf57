package io.github.seekwell.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.seekwell.core.ConnectorRuntime;
import io.github.seekwell.core.Environment;
import org.junit.jupiter.api.Test;

class FloorPlanTest {

  @Test
  void plugin_knowsSparkDropwizardAndTwoDoorsOfTheCore() {
    classes()
        .that()
        .resideInAPackage("io.github.seekwell.spark..")
        .should()
        .onlyDependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(
                    "java..",
                    "scala..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "org.apache.spark..",
                    "org.apache.hadoop.conf..",
                    "org.apache.hadoop.fs..",
                    "com.codahale.metrics..",
                    "io.github.seekwell.spark..",
                    "io.github.seekwell.core.metrics..")
                .or(JavaClass.Predicates.belongToAnyOf(ConnectorRuntime.class, Environment.class)))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.github.seekwell.spark"));
  }
}
