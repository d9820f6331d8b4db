package org.skypool.jobs.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.skypool.jobs.config.ConfigException;
import org.skypool.jobs.config.RunConfig;
import org.skypool.jobs.io.AtomicFile;
import org.skypool.jobs.io.OutputFolder;
import org.skypool.jobs.progress.JobName;
import org.skypool.jobs.release.OutputLock;
import org.skypool.jobs.release.ReleaseDifference;
import org.skypool.jobs.release.ReleasePlace;
import org.skypool.jobs.release.Rollback;
import org.skypool.jobs.stage.CalibrateSurvey;
import org.skypool.jobs.stage.CheckRun;
import org.skypool.jobs.stage.CompareRuns;
import org.skypool.jobs.stage.ModelsListing;
import org.skypool.jobs.stage.ReleaseName;
import org.skypool.jobs.stage.SparkSessions;
import org.skypool.jobs.stage.Stages;

/** Runs the stages on Spark. */
public final class StagePipeline implements Pipeline {
  private final PrintStream out;
  private final Optional<SparkSession> given;

  /** Makes a pipeline whose results (not its messages) go to {@code out}. */
  public StagePipeline(PrintStream out) {
    this(out, Optional.empty());
  }

  /**
   * Makes a pipeline that runs every command on one session and leaves it open.
   *
   * @param session used whatever {@link Launch#master()} says
   */
  public StagePipeline(PrintStream out, SparkSession session) {
    this(out, Optional.of(session));
  }

  private StagePipeline(PrintStream out, Optional<SparkSession> given) {
    this.out = out;
    this.given = given;
  }

  /** Work on a session. */
  private interface OnSpark {
    int run(SparkSession spark) throws IOException;
  }

  private int onSpark(RunConfig config, Launch launch, OnSpark work) {
    SparkSession spark = given.orElseGet(() -> SparkSessions.open(config.name(), launch.master()));
    try (JobName named = JobName.of(spark.sparkContext(), "reading the catalogue")) {
      return work.run(spark);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      if (given.isEmpty()) {
        spark.stop();
      }
    }
  }

  /** A stage, or several. */
  private interface Work {
    void run(Stages stages) throws IOException;
  }

  private static Stages stages(SparkSession spark, RunConfig config, Launch launch)
      throws IOException {
    return Stages.open(
        spark,
        config,
        launch.layout(),
        launch.command(),
        new ReleaseName(launch.release(), Instant.now()));
  }

  private int with(RunConfig config, Launch launch, Work work) {
    return onSpark(
        config,
        launch,
        spark -> {
          try (Stages stages = stages(spark, config, launch)) {
            work.run(stages);
            stages.finish();
            if (!stages.isTrustworthy()) {
              stages.failedGuards().forEach(StagePipeline::untrustworthy);
              return ExitCode.UNTRUSTWORTHY;
            }
            return ExitCode.OK;
          }
        });
  }

  @Override
  public int run(RunConfig config, Launch launch) {
    String[] summary = new String[1];
    int code =
        with(
            config,
            launch,
            stages -> {
              stages.report();
              out.println("report: " + config.output() + "/report.html");
              summary[0] = stages.summary();
            });
    System.err.println(summary[0]);
    return code;
  }

  @Override
  public int mock(RunConfig config, Launch launch) {
    return with(
        config,
        launch,
        stages -> {
          stages.mock();
          out.println(new Path(stages.output(), "mock").toUri().getPath());
        });
  }

  @Override
  public int sample(RunConfig config, Launch launch) {
    return with(config, launch, Stages::sample);
  }

  @Override
  public int population(RunConfig config, Launch launch) {
    return with(config, launch, Stages::population);
  }

  @Override
  public int shrink(RunConfig config, Launch launch) {
    return with(config, launch, Stages::shrink);
  }

  @Override
  public int report(RunConfig config, Launch launch) {
    return with(
        config,
        launch,
        stages -> {
          stages.report();
          out.println("report: " + config.output() + "/report.html");
        });
  }

  @Override
  public int calibrate(RunConfig config, Launch launch, int mocks, OptionalInt objects) {
    return onSpark(
        config,
        launch,
        spark -> {
          CalibrateSurvey.Result result =
              CalibrateSurvey.run(spark, config, mocks, objects, launch.layout().partitions());
          out.println(result.line());
          return result.trustworthy() ? ExitCode.OK : ExitCode.UNTRUSTWORTHY;
        });
  }

  @Override
  public int compare(RunConfig config, Launch launch) {
    return with(
        config,
        launch,
        stages -> {
          stages.report();
          stages.estimates().forEach(out::println);
          out.println("report: " + config.output() + "/report.html");
        });
  }

  @Override
  public int compare(RunConfig first, RunConfig second, Launch launch) {
    CompareRuns.refuseDifferentData(first, second);
    return onSpark(
        first,
        launch,
        spark -> {
          boolean trustworthy = true;
          for (RunConfig config : List.of(first, second)) {
            try (Stages stages = stages(spark, config, launch)) {
              stages.report();
              stages.finish();
              stages.failedGuards().forEach(line -> untrustworthy(config.name() + ": " + line));
              trustworthy &= stages.isTrustworthy();
            }
          }
          CompareRuns.Result result = new CompareRuns(spark, first, second).run();
          result.lines().forEach(out::println);
          out.println("comparison: " + result.page());
          return trustworthy ? ExitCode.OK : ExitCode.UNTRUSTWORTHY;
        });
  }

  @Override
  public int diff(RunConfig config, Launch launch, DiffWords words) {
    return onSpark(
        config,
        launch,
        spark -> {
          Configuration conf = spark.sparkContext().hadoopConfiguration();
          Path output = OutputFolder.path(conf, config.output());
          ReleaseDifference found =
              ReleaseDifference.of(
                  spark,
                  ReleasePlace.of(conf, output, words.first()),
                  ReleasePlace.of(conf, output, words.second()),
                  words.top());
          if (words.json().equals(Optional.of("-"))) {
            out.print(found.json());
            return ExitCode.OK;
          }
          if (words.json().isPresent()) {
            AtomicFile.write(conf, OutputFolder.path(conf, words.json().get()), found.json());
          }
          found.lines().forEach(out::println);
          return ExitCode.OK;
        });
  }

  @Override
  public int rollback(RunConfig config, Launch launch, String release) {
    return onSpark(
        config,
        launch,
        spark -> {
          Configuration conf = spark.sparkContext().hadoopConfiguration();
          Path output = OutputFolder.path(conf, config.output());
          if (!output.getFileSystem(conf).exists(output)) {
            throw new ConfigException(
                "output = " + config.output() + ": there is no run to roll back");
          }
          try (OutputLock lock = lock(spark, config)) {
            lock.check();
            out.println(new Rollback(conf, output).to(release));
          }
          return ExitCode.OK;
        });
  }

  private static OutputLock lock(SparkSession spark, RunConfig config) throws IOException {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Path output = OutputFolder.path(conf, config.output());
    OutputFolder.check(conf, output, config.name());
    return OutputLock.take(conf, output);
  }

  private static void untrustworthy(String line) {
    System.err.println("untrustworthy: " + line);
  }

  @Override
  public int check(RunConfig config, Launch launch) {
    return onSpark(
        config,
        launch,
        spark -> {
          out.print(CheckRun.run(spark, config, launch.layout().evaluator()));
          return ExitCode.OK;
        });
  }

  @Override
  public String models() {
    return ModelsListing.text();
  }
}
