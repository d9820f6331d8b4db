package org.skypool.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.ThreadLocalRandom;

/** Which room may import which: the walls of jobs. */
@AnalyzeClasses(packages = RoomsTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
  static final String ROOT = "org.skypool.jobs";

  @ArchTest
  static final ArchRule configSeesNeitherSparkNorAnyOtherRoom =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".config..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..",
              "org.apache.hadoop..",
              ROOT + ".io..",
              ROOT + ".report..",
              ROOT + ".stage..",
              ROOT + ".cli..");

  @ArchTest
  static final ArchRule benchSeesNoConfigurationsReportsOrCommands =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".config..", ROOT + ".report..", ROOT + ".cli..");

  @ArchTest
  static final ArchRule ioAndReportSeeNeitherStagesNorCommands =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + ".io..", ROOT + ".report..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".stage..", ROOT + ".bench..", ROOT + ".cli..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule releasesSeeConfigurationAndFilesAlone =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".release..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".stage..",
              ROOT + ".report..",
              ROOT + ".progress..",
              ROOT + ".bench..",
              ROOT + ".cli..");

  @ArchTest
  static final ArchRule stagesDoNotSeeCommands =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".stage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + ".bench..", ROOT + ".cli..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule roomsFormNoCycle =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyMainExitsTheJvm =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + ".Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule noHiddenRandomStream =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(java.util.Random.class, ThreadLocalRandom.class)
          .orShould()
          .callMethod(Math.class, "random");
}
