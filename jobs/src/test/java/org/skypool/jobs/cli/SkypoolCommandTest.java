package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.skypool.jobs.Version;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.UnusableInputException;
import org.skypool.jobs.stage.Layout;

class SkypoolCommandTest {
  @TempDir Path folder;

  private final RecordingPipeline pipeline = new RecordingPipeline();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String conf;

  @BeforeEach
  void writeConfiguration() throws IOException {
    conf =
        Files.writeString(
                folder.resolve("prior.conf"),
                "catalog.source = none\npopulation.hyperprior.a = \"normal(0, 1)\"\n")
            .toString();
  }

  static List<String> commands() {
    return List.of(
        "run",
        "mock",
        "sample",
        "population",
        "shrink",
        "report",
        "calibrate",
        "compare",
        "check",
        "models",
        "bench");
  }

  private int execute(String... words) {
    return new SkypoolCommand(
            () -> pipeline,
            ExceptionTranslator.standard(),
            new PrintWriter(out),
            new PrintWriter(err))
        .execute(words);
  }

  private String oneLine() {
    assertEquals("", out.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
    return err.toString().strip();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run", "mock", "sample", "population", "shrink", "report", "calibrate", "check"})
  void everyCommandCallsItsStageWithTheLoadedConfiguration(String command) {
    int code =
        execute(
            command,
            conf,
            "--set",
            "seed=5",
            "--set=name=n",
            "--out",
            "here",
            "--master",
            "local[2]",
            "--partitions",
            "3",
            "--verbose");
    assertEquals(ExitCode.OK, code, err.toString());
    assertEquals(List.of(command), pipeline.called);
    assertEquals(5, pipeline.config.seed());
    assertEquals("n", pipeline.config.name());
    assertEquals("here", pipeline.config.output());
    assertEquals(Optional.of("local[2]"), pipeline.launch.master());
    assertTrue(pipeline.launch.verbose());
    assertEquals(OptionalInt.of(3), pipeline.launch.layout().partitions());
    assertEquals(
        "skypool "
            + command
            + " "
            + conf
            + " --set seed=5 --set=name=n --out here"
            + " --master local[2] --partitions 3 --verbose",
        pipeline.launch.command());
  }

  @Test
  void launchIsLeftOpenWhereNothingIsSaid() {
    assertEquals(ExitCode.OK, execute("run", conf));
    assertEquals(
        new Launch(Optional.empty(), false, Layout.AUTO, List.of("run", conf)), pipeline.launch);
    assertEquals("prior", pipeline.config.name());
  }

  @Test
  void theCommandIsShownAsAShellTakesIt() {
    assertEquals(
        ExitCode.OK, execute("run", conf, "--set", "population.hyperprior.a=\"normal(0, 2)\""));
    assertTrue(
        pipeline.launch.command().endsWith(" --set 'population.hyperprior.a=\"normal(0, 2)\"'"),
        pipeline.launch.command());
  }

  @Test
  void benchMeasuresTheSectionsAskedFor() throws Exception {
    Path file = folder.resolve("bench.csv");
    int code = execute("bench", "--section", "memory", "--out", file.toString());
    assertEquals(ExitCode.OK, code, err.toString());
    assertEquals("measuring memory (1 of 1)", err.toString().strip());
    assertTrue(out.toString().startsWith("Bytes per draw"), out.toString());
    List<String> lines = Files.readAllLines(file);
    assertEquals("section,row,column,value", lines.get(0));
    assertTrue(lines.get(1).startsWith("memory,\"schechter\",\"given\",2"), lines.get(1));
  }

  @Test
  void benchRefusesAFileThatCannotBeWrittenBeforeItMeasures() {
    Path nowhere = folder.resolve("absent").resolve("bench.csv");
    int code = execute("bench", "--section", "memory", "--out", nowhere.toString());
    assertEquals(ExitCode.REFUSED, code);
    assertTrue(
        oneLine().startsWith("skypool: --out = " + nowhere + ": must be a file"), err.toString());
  }

  @Test
  void benchRefusesAnUnknownSection() {
    assertEquals(ExitCode.REFUSED, execute("bench", "--section", "memory,colour"));
    assertTrue(
        oneLine().contains("--section = colour: allowed are [kernel, plain,"), err.toString());
  }

  @Test
  void guardsDecideTheExitCode() {
    pipeline.exitCode = ExitCode.UNTRUSTWORTHY;
    assertEquals(4, execute("run", conf));
  }

  @Test
  void calibrateTakesTheNumberOfMocksAndOfObjects() {
    assertEquals(0, execute("calibrate", conf));
    assertEquals(200, pipeline.mocks);
    assertEquals(OptionalInt.empty(), pipeline.objects);
    assertEquals(0, execute("calibrate", conf, "--mocks", "50", "--objects=30"));
    assertEquals(50, pipeline.mocks);
    assertEquals(OptionalInt.of(30), pipeline.objects);
  }

  @Test
  void modelsAreListedOnStandardOutput() {
    assertEquals(0, execute("models"));
    assertEquals("normal(mean, sd)" + System.lineSeparator(), out.toString());
  }

  @Test
  void refusedConfigurationEndsWith2BeforeAnyWork() {
    assertEquals(2, execute("run", conf, "--set", "sed=5"));
    assertEquals("skypool: sed: unknown key; the nearest known one is seed", oneLine());
    assertEquals(List.of(), pipeline.called);
  }

  @Test
  void missingConfigurationEndsWith2() {
    assertEquals(2, execute("run", folder.resolve("absent.conf").toString()));
    assertTrue(oneLine().endsWith("absent.conf: no such configuration file"));
  }

  @Test
  void configurationsAreReadThroughHadoopWhereTheyHaveAScheme() {
    assertEquals(0, execute("run", "file://" + conf), err.toString());
    assertEquals("prior", pipeline.config.name());
    assertEquals(2, execute("run", "file://" + folder.resolve("absent.conf")));
    assertTrue(oneLine().endsWith("absent.conf: no such configuration file"));
  }

  @Test
  void aSchemeThatHadoopDoesNotKnowEndsWith2() {
    assertEquals(2, execute("run", "nosuchscheme://host/a.conf"));
    assertTrue(oneLine().contains("nosuchscheme://host/a.conf: cannot be read: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rnu",
        "run",
        "run CONF more",
        "run CONF --sett a=1",
        "run CONF --set",
        "run CONF --partitions two",
        "run CONF --partitions 0",
        "models CONF",
        "run CONF --master"
      })
  void usageErrorsEndWith2AndOneLine(String words) {
    assertEquals(2, execute(words.replace("CONF", conf).split(" ")));
    assertTrue(oneLine().startsWith("skypool: "), err.toString());
    assertEquals(List.of(), pipeline.called);
  }

  @Test
  void compareOfOneShowsEstimatesSideBySide() {
    assertEquals(0, execute("compare", conf, "--out", "there"));
    assertEquals(List.of("compare"), pipeline.called);
    assertTrue(pipeline.config.report().compare());
    assertEquals("there", pipeline.config.output());
  }

  @Test
  void compareOfTwoHasAFolderForEach() {
    String other =
        RunsOnSpark.write(
                folder.resolve("other.conf"),
                "catalog.source = none\npopulation.hyperprior.a = \"normal(0, 2)\"\n")
            .toString();
    assertEquals(0, execute("compare", conf, other, "--out", "there", "--set", "seed=7"));
    assertEquals(List.of("compare two"), pipeline.called);
    assertEquals("there/prior", pipeline.config.output());
    assertEquals("there/other", pipeline.second.output());
    assertEquals(7, pipeline.second.seed());
  }

  @Test
  void compareWithItselfIsRefused() {
    assertEquals(2, execute("compare", conf, conf));
    assertTrue(oneLine().contains("output = out/prior"), err.toString());
  }

  @Test
  void noCommandEndsWith2AndOneLine() {
    assertEquals(2, execute());
    assertTrue(oneLine().contains("command"), err.toString());
  }

  @Test
  void mistypedCommandIsNamedWithTheNearest() {
    execute("smple", conf);
    assertTrue(oneLine().contains("sample"), err.toString());
  }

  @Test
  void failuresOfTheStagesBecomeExitCodes() {
    pipeline.failure = new ConfigException("output = out/a: holds the run b");
    assertEquals(2, execute("run", conf));
    assertEquals("skypool: output = out/a: holds the run b", oneLine());
  }

  @Test
  void unusableInputInsideATaskEndsWith3() {
    pipeline.failure =
        new IllegalStateException(
            "Job aborted due to stage failure\n\tat a.b.c",
            new RuntimeException(new UnusableInputException("a.csv: no usable row")));
    assertEquals(3, execute("run", conf));
    assertEquals("skypool: a.csv: no usable row", oneLine());
  }

  @Test
  void anythingElseEndsWith1WithoutAStackTrace() {
    pipeline.failure = new IllegalStateException("broken\n\tat a.b.c(D.java)");
    assertEquals(1, execute("run", conf));
    assertEquals("skypool: IllegalStateException: broken", oneLine());
  }

  @Test
  void verboseShowsTheStackTrace() {
    pipeline.failure = new IllegalStateException("broken");
    assertEquals(1, execute("run", conf, "--verbose"));
    assertTrue(err.toString().contains("\tat "), err.toString());
  }

  @Test
  void errorsOfTheJvmEndWith1InOneLine() {
    pipeline.error = new OutOfMemoryError("Java heap space");
    assertEquals(1, execute("run", conf));
    assertEquals("skypool: out of memory: Java heap space", oneLine());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpTeaches(String command) {
    assertEquals(0, execute(command, "--help"));
    assertTrue(out.toString().contains("jobs/skypool " + command), out.toString());
    assertTrue(out.toString().contains("Usage: skypool " + command), out.toString());
    if (!List.of("models", "bench").contains(command)) {
      assertTrue(out.toString().contains("Exit codes:"), out.toString());
      assertTrue(out.toString().contains("--set=key=value"), out.toString());
      assertFalse(out.toString().contains("--partitions"), out.toString());
    }
    assertEquals(List.of(), pipeline.called);
  }

  @Test
  void helpListsEveryCommand() {
    assertEquals(0, execute("--help"));
    for (String command : commands()) {
      assertTrue(out.toString().contains("\n  " + command), out.toString());
    }
  }

  @Test
  void diffTakesTwoReleases() {
    assertEquals(0, execute("diff", conf, "a", "current", "--top", "3", "--json", "-"));
    assertEquals(List.of("diff"), pipeline.called);
    assertEquals(new DiffWords("a", "current", 3, Optional.of("-")), pipeline.diff);
    assertEquals(2, execute("diff", conf, "a"));
    assertEquals(2, execute("diff", conf, "a", "b", "--top", "-1"));
    assertTrue(err.toString().contains("--top = -1: must be a whole number"), err.toString());
  }

  @Test
  void rollbackTakesARelease() {
    assertEquals(0, execute("rollback", conf, "a"));
    assertEquals(List.of("a", "rollback"), pipeline.called);
    assertEquals(2, execute("rollback", conf));
    assertEquals(0, execute("run", conf, "--release", "dr1"));
    assertEquals(Optional.of("dr1"), pipeline.launch.release());
  }

  @Test
  void versionIsTheBuilds() {
    assertEquals(0, execute("--version"));
    assertTrue(Version.current().matches("\\d+\\.\\d+\\.\\d+.*"), Version.current());
    assertTrue(out.toString().startsWith("skypool " + Version.current()), out.toString());
  }

  /** Notes what it is asked, and answers or fails as told. */
  private static final class RecordingPipeline implements Pipeline {
    private int mocks;
    private OptionalInt objects = OptionalInt.empty();
    private RunConfig second;
    private DiffWords diff;
    private final List<String> called = new ArrayList<>();
    private RunConfig config;
    private Launch launch;
    private int exitCode = ExitCode.OK;
    private RuntimeException failure;
    private Error error;

    private int note(String stage, RunConfig asked, Launch how) {
      called.add(stage);
      config = asked;
      launch = how;
      if (failure != null) {
        throw failure;
      }
      if (error != null) {
        throw error;
      }
      return exitCode;
    }

    @Override
    public int run(RunConfig asked, Launch how) {
      return note("run", asked, how);
    }

    @Override
    public int mock(RunConfig asked, Launch how) {
      return note("mock", asked, how);
    }

    @Override
    public int sample(RunConfig asked, Launch how) {
      return note("sample", asked, how);
    }

    @Override
    public int population(RunConfig asked, Launch how) {
      return note("population", asked, how);
    }

    @Override
    public int shrink(RunConfig asked, Launch how) {
      return note("shrink", asked, how);
    }

    @Override
    public int report(RunConfig asked, Launch how) {
      return note("report", asked, how);
    }

    @Override
    public int calibrate(RunConfig asked, Launch how, int count, OptionalInt perMock) {
      mocks = count;
      objects = perMock;
      return note("calibrate", asked, how);
    }

    @Override
    public int compare(RunConfig asked, Launch how) {
      return note("compare", asked, how);
    }

    @Override
    public int compare(RunConfig asked, RunConfig other, Launch how) {
      second = other;
      return note("compare two", asked, how);
    }

    @Override
    public int diff(RunConfig asked, Launch how, DiffWords words) {
      diff = words;
      return note("diff", asked, how);
    }

    @Override
    public int rollback(RunConfig asked, Launch how, String release) {
      called.add(release);
      return note("rollback", asked, how);
    }

    @Override
    public int check(RunConfig asked, Launch how) {
      return note("check", asked, how);
    }

    @Override
    public String models() {
      return "normal(mean, sd)\n";
    }
  }
}
