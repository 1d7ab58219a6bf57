package io.github.seekwell.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.github.seekwell.core.metrics.ReadListener;
import io.github.seekwell.core.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The floor plan: what each room may import. A new package needs a row here. */
class ArchitectureTest {
  private static final String BASE = "io.github.seekwell.core";

  /** What every room may use besides its row: the JDK, annotations without life, and the log. */
  private static final String[] EVERYWHERE = {
    "java..", "javax..", "org.jspecify.annotations..", "org.slf4j.."
  };

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(BASE);

  /**
   * One row of the plan.
   *
   * @param room a package, without those below it; relative to the base
   * @param rooms other rooms that it may import
   * @param libraries packages outside that it may import
   */
  record Row(String room, List<String> rooms, List<String> libraries) {
    static Row of(String room, String... rooms) {
      return new Row(room, List.of(rooms), List.of());
    }

    Row with(String... more) {
      return new Row(room, rooms, List.of(more));
    }

    @Override
    public String toString() {
      return room.isEmpty() ? "root" : room;
    }
  }

  static Stream<Row> plan() {
    return Stream.of(
        Row.of("store"),
        Row.of("metrics").with("org.HdrHistogram.."),
        Row.of("config"),
        Row.of("net"),
        Row.of("http", "net", "metrics", "config").with("org.apache.hc.."),
        Row.of("store.layer", "store", "metrics", "net"),
        Row.of("client", "store", "http"),
        Row.of("plan", "store"),
        Row.of("block", "store", "plan", "metrics"),
        Row.of("local"),
        Row.of("block.disk", "block", "metrics", "local"),
        Row.of("read", "plan", "block", "store", "metrics", "config"),
        Row.of("write", "store", "metrics", "config", "local"),
        Row.of(
            "",
            "store",
            "metrics",
            "config",
            "net",
            "http",
            "store.layer",
            "plan",
            "block",
            "block.disk",
            "read",
            "write"),
        Row.of(
                "hadoop",
                "",
                "store",
                "metrics",
                "config",
                "net",
                "http",
                "store.layer",
                "plan",
                "block",
                "block.disk",
                "read",
                "write")
            .with("org.apache.hadoop.."),
        Row.of("doctor", "hadoop", "net", "store").with("org.apache.hadoop.."));
  }

  @ParameterizedTest
  @MethodSource("plan")
  void everyRoom_importsOnlyWhatItsRowNames(Row row) {
    rule(row).check(MAIN);
  }

  @Test
  void thePlanner_seesOnlyTheValuesOfTheStore() {
    ArchRule rule =
        ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(BASE + ".plan")
            .should()
            .dependOnClassesThat(
                describe(
                    "do something: the store, its exceptions, handlers and contexts",
                    (JavaClass c) ->
                        c.getPackageName().equals(BASE + ".store") && !c.isRecord() && !c.isEnum()))
            .allowEmptyShould(true);
    rule.check(MAIN);
  }

  @Test
  void everyPackage_hasARow() {
    Set<String> rooms = new TreeSet<>();
    for (JavaClass type : MAIN) {
      String name = type.getPackageName();
      rooms.add(name.equals(BASE) ? "" : name.substring(BASE.length() + 1));
    }

    assertThat(plan().map(Row::room)).containsAll(rooms);
  }

  @Test
  void everyClass_isFinal_orMadeToBeWrapped() {
    ArchRule rule =
        ArchRuleDefinition.classes()
            .that(describe("are classes", (JavaClass c) -> !c.isInterface() && !c.isEnum()))
            .and()
            .areNotAnonymousClasses()
            .should(
                be(
                    describe(
                        "final or abstract",
                        (JavaClass c) ->
                            c.getModifiers().contains(JavaModifier.FINAL)
                                || c.getModifiers().contains(JavaModifier.ABSTRACT))))
            .because("extension is by wrapping, not by subclassing");
    rule.check(MAIN);
  }

  @Test
  void aForbiddenImport_isNamedInTheMessage() {
    JavaClasses offending =
        new ClassFileImporter().importClasses(ReadListener.class, Intruder.class);

    AssertionError e =
        catchThrowableOfType(AssertionError.class, () -> rule(Row.of("")).check(offending));

    assertThat(e)
        .hasMessageContaining("root imports")
        .hasMessageContaining(Intruder.class.getName())
        .hasMessageContaining(StoreException.class.getName());
  }

  /** A class of the root that imports what its row, in the test above, does not name. */
  static final class Intruder {
    StoreException[] forbidden() {
      return new StoreException[0];
    }
  }

  private static ArchRule rule(Row row) {
    List<String> allowed = new ArrayList<>(Arrays.asList(EVERYWHERE));
    allowed.addAll(row.libraries());
    allowed.add(packageOf(row.room()));
    row.rooms().forEach(room -> allowed.add(packageOf(room)));
    DescribedPredicate<JavaClass> inRow = resideInAnyPackage(allowed.toArray(String[]::new));
    DescribedPredicate<JavaClass> forbidden =
        describe(
            "are not in its row",
            type -> {
              JavaClass element = type.getBaseComponentType();
              return !element.isPrimitive() && !inRow.test(element);
            });
    return ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage(packageOf(row.room()))
        .should()
        .dependOnClassesThat(forbidden)
        .as(row + " imports nothing but " + String.join(", ", allowed))
        .allowEmptyShould(true);
  }

  private static String packageOf(String room) {
    return room.isEmpty() ? BASE : BASE + "." + room;
  }
}
