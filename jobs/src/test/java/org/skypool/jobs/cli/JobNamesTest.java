package org.skypool.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skypool.jobs.io.SparkForTests;

/** The Spark UI says what jobs and stages do, never a line of source code. */
class JobNamesTest {
  private static final Pattern SOURCE_LINE = Pattern.compile("(?s).* at [^ ]*:[0-9?]+.*");

  @TempDir Path folder;
  private final SparkContext context = SparkForTests.session().sparkContext();
  private final Names names = new Names();

  /** Every name the UI shows. */
  private static final class Names extends SparkListener {
    private final Set<String> jobs = new ConcurrentSkipListSet<>();
    private final Set<String> stages = new ConcurrentSkipListSet<>();
    private final Set<String> queries = new ConcurrentSkipListSet<>();

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      jobs.add(String.valueOf(start.properties().getProperty("spark.job.description")));
      start.stageInfos().foreach(stage -> stages.add(stage.name()));
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      if (event instanceof SparkListenerSQLExecutionStart query) {
        queries.add(query.description());
      }
    }
  }

  @BeforeEach
  void listen() {
    context.addSparkListener(names);
  }

  @AfterEach
  void leave() {
    context.removeSparkListener(names);
  }

  private void run(Path conf, String output, String command, String... more) throws Exception {
    RunsOnSpark.Outcome outcome =
        RunsOnSpark.execute(command, conf, folder.resolve(output), more);
    assertTrue(outcome.code() == 0 || outcome.code() == 4, outcome.err());
    context.listenerBus().waitUntilEmpty();
    assertNamed("job", names.jobs);
    assertNamed("stage", names.stages);
    assertNamed("query", names.queries);
  }

  private static void assertNamed(String kind, Set<String> found) {
    List<String> bare = new ArrayList<>();
    for (String name : found) {
      if (name.equals("null") || name.isBlank() || SOURCE_LINE.matcher(name).matches()) {
        bare.add(name);
      }
    }
    assertEquals(List.of(), bare, kind);
  }

  private void assertSeen(String... some) {
    Set<String> missing = new TreeSet<>(List.of(some));
    missing.removeAll(names.jobs);
    assertEquals(Set.of(), missing, names.jobs.toString());
  }

  @Test
  void runWithDrawsOnExecutors() throws Exception {
    Path catalogue = RunsOnSpark.normalCatalogue(folder, 60);
    RunsOnSpark.write(catalogue, Files.readString(catalogue) + "1.2,-1\n");
    Path conf = RunsOnSpark.configuration(folder, RunsOnSpark.NORMAL, catalogue);
    run(
        conf,
        "out",
        "run",
        "--evaluator",
        "executors",
        "--set",
        "hyperposterior.ess=100",
        "--set",
        "rounds.max=2");
    assertSeen(
        "reading the catalogue",
        "sampling, interim round",
        "sampling, round 1",
        "fit, round 0: loading draws",
        "shrinking objects",
        "leave-one-out totals",
        "report");
    assertTrue(
        names.jobs.stream().anyMatch(job -> job.matches("fit, round 1: pass [0-9]+, 64 vectors")),
        names.jobs.toString());
    assertTrue(names.stages.contains("sampling, round 1"), names.stages.toString());
    assertNull(context.getLocalProperty("spark.job.description"));
    assertNull(context.getLocalProperty("callSite.short"));
  }

  @Test
  void otherCommandsAndEngines() throws Exception {
    Path conf =
        RunsOnSpark.configuration(
            folder,
            RunsOnSpark.NORMAL
                + "mock { objects = 30, truth { mu = 1, sd = 1 }, columns { x_err = 0.3 } }\n",
            RunsOnSpark.normalCatalogue(folder, 40));
    run(conf, "none", "check");
    run(
        conf, "mock", "mock", "--set", "catalog.source=mock", "--set", "catalog.path=null");
    run(conf, "calibrated", "calibrate", "--mocks", "20");
    run(conf, "joint", "run", "--set", "engine=joint", "--set", "report.compare=true");
    run(
        conf,
        "mixture",
        "shrink",
        "--set",
        "hyperposterior.ess=100",
        "--set",
        "rounds.max=1",
        "--set",
        "population.density.x=\"mix(0.9, normal(mu, sd), uniform(-50, 50))\"",
        "--set",
        "objects.interim-prior.x=\"uniform(-50, 50)\"",
        "--set",
        "catalog.where=\"x > -40\"");
    assertSeen("mock survey", "calibration", "fitting the population", "counting members of components");
  }
}
