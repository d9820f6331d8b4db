package org.skypool.core.inference;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Error against survey size where the posterior is known: {@link NormalSurvey} with four widths tau
 * of the population and 1,000 to 1,000,000 objects, by the textbook estimator (100 independent
 * draws of each object's interim posterior, reweighted once) and by {@link Rounds}.
 *
 * <p>Arguments: the file to write, one row per run and hyperparameter, and the runs: numbers of
 * objects such as {@code 1000} or {@code 1000:0.5} for one tau, all of them by default. {@link
 * NormalPopulationTable} makes the table of docs/validation.md from it. CONTRIBUTING.md has the
 * commands.
 */
final class NormalPopulationBenchmark {
  private static final List<Double> WIDTHS = List.of(2.0, 0.5, 0.2, 0.05);
  private static final int DRAWS = 100;

  private static final String HEADER =
      "estimator,tau,objects,seed,hyperparameter,error_sd,sd_ratio,mcse_sd,within,points,rounds,"
          + "effective,audit_bias_sd,audit_error_sd,cpu_seconds";

  private final PrintStream rows;

  private NormalPopulationBenchmark(PrintStream rows) {
    this.rows = rows;
    rows.println(HEADER);
  }

  /** Runs everything. */
  public static void main(String[] arguments) throws IOException {
    List<String> chosen = Arrays.asList(arguments).subList(1, arguments.length);
    try (PrintStream rows = new PrintStream(Files.newOutputStream(Path.of(arguments[0])))) {
      NormalPopulationBenchmark benchmark = new NormalPopulationBenchmark(rows);
      for (Size size : Size.ALL) {
        benchmark.run(size, chosen);
      }
    }
  }

  /**
   * How often a survey size is run.
   *
   * @param widths tau
   * @param seeds surveys per width
   * @param textbookSeeds of these by the textbook estimator too
   * @param effective draws of the hyperposterior by rounds
   * @param textbookEffective by the textbook estimator: its errors need fewer
   */
  private record Size(
      int objects,
      List<Double> widths,
      int seeds,
      int textbookSeeds,
      int effective,
      int textbookEffective) {
    static final List<Size> ALL =
        List.of(
            new Size(1_000, WIDTHS, 20, 20, 10_000, 1_000),
            new Size(10_000, WIDTHS, 5, 5, 1_000, 1_000),
            new Size(100_000, WIDTHS, 5, 1, 1_000, 200),
            new Size(1_000_000, WIDTHS.subList(1, 3), 1, 1, 400, 100));
  }

  /**
   * One hyperparameter of one run.
   *
   * @param error of the posterior mean, in exact posterior sd
   * @param sdRatio posterior sd over the exact one
   * @param mcse Monte Carlo standard error of the mean, in exact posterior sd
   * @param within mean within 0.1 sd + 4 Monte Carlo standard errors, sd within 5 % + 4
   */
  record Row(
      String estimator,
      double tau,
      int objects,
      long seed,
      String hyperparameter,
      double error,
      double sdRatio,
      double mcse,
      boolean within,
      int points,
      int rounds,
      double effective,
      double auditBias,
      double auditError,
      double cpuSeconds) {

    /** A row from the text that {@link #csv} makes of it. */
    static Row of(String csv) {
      String[] f = csv.split(",", -1);
      return new Row(
          f[0],
          Double.parseDouble(f[1]),
          Integer.parseInt(f[2]),
          Long.parseLong(f[3]),
          f[4],
          Double.parseDouble(f[5]),
          Double.parseDouble(f[6]),
          Double.parseDouble(f[7]),
          Boolean.parseBoolean(f[8]),
          Integer.parseInt(f[9]),
          Integer.parseInt(f[10]),
          Double.parseDouble(f[11]),
          Double.parseDouble(f[12]),
          Double.parseDouble(f[13]),
          Double.parseDouble(f[14]));
    }

    String csv() {
      return String.format(
          Locale.ROOT,
          "%s,%s,%d,%d,%s,%.5f,%.5f,%.5f,%s,%d,%d,%.0f,%.4f,%.4f,%.2f",
          estimator,
          tau,
          objects,
          seed,
          hyperparameter,
          error,
          sdRatio,
          mcse,
          within,
          points,
          rounds,
          effective,
          auditBias,
          auditError,
          cpuSeconds);
    }
  }

  private void run(Size size, List<String> chosen) {
    List<Double> widths =
        size.widths().stream()
            .filter(
                tau ->
                    chosen.isEmpty()
                        || chosen.contains(Integer.toString(size.objects()))
                        || chosen.contains(size.objects() + ":" + tau))
            .toList();
    for (long seed = 1; seed <= size.seeds(); seed++) {
      for (double tau : widths) {
        NormalSurvey survey = new NormalSurvey(tau, size.objects(), seed);
        if (seed <= size.textbookSeeds()) {
          textbook(survey, tau, seed, size);
        }
        rounds(survey, tau, seed, size);
      }
    }
  }

  private void textbook(NormalSurvey survey, double tau, long seed, Size size) {
    RoundDraws draws = survey.interimDraws(DRAWS, seed + 1000);
    long start = cpu();
    Hyperposterior posterior =
        new SurveyFit(NormalSurvey.problem(), seed, FitPath.Wanted.AUTO)
            .run(draws, Optional.empty(), SamplingGoal.answer(size.textbookEffective()))
            .fit()
            .posterior();
    double seconds = (cpu() - start) / 1e9;
    add("textbook", survey, tau, seed, posterior, DRAWS, 1, Optional.empty(), seconds);
  }

  private void rounds(NormalSurvey survey, double tau, long seed, Size size) {
    SurveyProblem problem = NormalSurvey.problem();
    RoundSettings settings = RoundSettings.of(problem, size.effective(), seed);
    long start = cpu();
    Rounds.Outcome found =
        Rounds.of(problem, LocalSurvey.of(problem, List.of(survey.objects()), 1), settings).run();
    double seconds = (cpu() - start) / 1e9;
    add(
        "skypool",
        survey,
        tau,
        seed,
        found.posterior(),
        found.last().plan().points(),
        found.rounds().size(),
        found.last().audit(),
        seconds);
  }

  private void add(
      String estimator,
      NormalSurvey survey,
      double tau,
      long seed,
      Hyperposterior posterior,
      int points,
      int rounds,
      Optional<Audit> audit,
      double seconds) {
    double[] errors = survey.errors(posterior);
    double[] sd = survey.exactSd();
    boolean within = survey.isNear(posterior, 0.1);
    for (int j = 0; j < errors.length; j++) {
      int parameter = j;
      Row row =
          new Row(
              estimator,
              tau,
              survey.data().length,
              seed,
              posterior.names().get(j),
              errors[j],
              posterior.sd(j) / sd[j],
              posterior.summaries().get(j).mcseMean() / sd[j],
              within,
              points,
              rounds,
              posterior.effective(),
              audit.map(a -> a.bias()[parameter]).orElse(Double.NaN),
              audit.map(a -> a.biasError()[parameter]).orElse(Double.NaN),
              seconds);
      rows.println(row.csv());
    }
    rows.flush();
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
