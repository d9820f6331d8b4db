package org.skypool.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/** Which room may import which: the walls of core. */
@AnalyzeClasses(packages = RoomsTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
  static final String ROOT = "org.skypool.core";

  /** The rooms each room may import, besides the JDK and the commons libraries. */
  private static final Map<String, List<String>> ROOMS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("plugin", List.of()),
              Map.entry("math", List.of()),
              Map.entry("random", List.of()),
              Map.entry("draws", List.of()),
              Map.entry("astro", List.of("math")),
              Map.entry("expression", List.of("math", "astro")),
              Map.entry("density", List.of("plugin", "expression", "math", "random")),
              Map.entry("formula", List.of("density", "expression")),
              Map.entry("object", List.of("plugin", "density", "expression", "math", "random")),
              Map.entry(
                  "sampler", List.of("density", "expression", "math", "random", "diagnostics")),
              Map.entry("population", List.of("density", "formula", "expression", "draws", "math")),
              Map.entry(
                  "likelihood", List.of("population", "expression", "draws", "math", "random")),
              Map.entry("diagnostics", List.of("draws", "math")),
              Map.entry(
                  "inference",
                  List.of(
                      "math",
                      "random",
                      "draws",
                      "astro",
                      "expression",
                      "density",
                      "formula",
                      "object",
                      "sampler",
                      "population",
                      "likelihood",
                      "diagnostics"))));

  @ArchTest
  static final ArchRule roomsImportOnlyWhatTheyMay =
      CompositeArchRule.of(
              ROOMS.entrySet().stream().map(room -> walls(room.getKey(), room.getValue())).toList())
          .as("each room imports only the rooms it may");

  @ArchTest
  static final ArchRule roomsFormNoCycle =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule noLogging =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.logging..");

  @ArchTest
  static final ArchRule nobodyExitsTheJvm =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule noHiddenRandomStreamAndNoClock =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(java.util.Random.class, ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static void everyPackageIsARoomWithWalls(JavaClasses classes) {
    TreeSet<String> unknown = new TreeSet<>();
    classes.stream()
        .map(type -> type.getPackageName())
        .filter(name -> !name.equals(ROOT))
        .map(name -> name.substring(ROOT.length() + 1).replaceFirst("\\..*", ""))
        .filter(room -> !ROOMS.containsKey(room))
        .forEach(unknown::add);
    assertTrue(unknown.isEmpty(), () -> "rooms without import rules: " + unknown);
  }

  private static ArchRule walls(String room, List<String> others) {
    List<String> allowed = new ArrayList<>(List.of("java..", ROOT + "." + room + ".."));
    if (!room.equals("draws")) {
      allowed.add("org.apache.commons..");
    }
    if (room.equals("math")) {
      allowed.add("jdk.incubator.vector..");
    }
    others.forEach(other -> allowed.add(ROOT + "." + other + ".."));
    return classes()
        .that(resideInAPackage(ROOT + "." + room + ".."))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .allowEmptyShould(true)
        .as("room " + room + " may import " + (others.isEmpty() ? "no other room" : others));
  }
}
