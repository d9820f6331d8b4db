package org.skypool.jobs.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** Populations whose cost per draw is measured, by what they show. */
final class DensityModels {

  /**
   * One population.
   *
   * @param density formula of {@code x}
   * @param hyperpriors {@code name = formula}, separated by semicolons; medians near the truth
   * @param spread draws lie about {@code centre}, so far
   * @param positive whether draws must be positive
   */
  record Entry(String density, String hyperpriors, double centre, double spread, boolean positive) {

    /** Draws of so many objects. */
    ModelDraws draws(int objects, int perObject) {
      return ModelDraws.of(
          density,
          DensityModels.hyperpriors(hyperpriors),
          (z, group, rng) -> centre + spread * (rng.nextDouble() - 0.5),
          0.2 * spread,
          positive,
          objects,
          perObject);
    }
  }

  private DensityModels() {}

  /** By label, in the order of the table. */
  static Map<String, Entry> all() {
    Map<String, Entry> all = new LinkedHashMap<>();
    String knees = "slope = uniform(-2, -0.5); knee = uniform(9.5, 11.5)";
    all.put("schechter", new Entry("schechter(slope, knee, above = 8)", knees, 10, 2, false));
    all.put(
        "schechter, slope and knee linear in z",
        new Entry(
            "schechter(slope + slope1 * z, knee + knee1 * z, above = 8)",
            knees + "; slope1 = normal(0, 0.2); knee1 = normal(0, 0.2)",
            10,
            2,
            false));
    all.put(
        "mixture of two schechters, one knee",
        new Entry(
            "mix(w, schechter(slope, knee, above = 8), schechter(slope2, knee, above = 8))",
            knees + "; slope2 = uniform(-1, 1); w = uniform(0, 1)",
            10,
            2,
            false));
    String width = "mu = normal(1, 1); sd = half_normal(2)";
    all.put("normal", new Entry("normal(mu, sd)", width, 1, 4, false));
    all.put(
        "normal, mean linear in z",
        new Entry("normal(mu + b * z, sd)", width + "; b = normal(0, 1)", 1, 4, false));
    all.put(
        "normal, mean by group of 19",
        new Entry(
            "normal(mu[group], sd)", "mu[group] = normal(1, 1); sd = half_normal(2)", 1, 4, false));
    all.put(
        "normal, truncated to (z, inf), mean linear in z",
        new Entry(
            "truncated(normal(mu + b * z, sd), z, inf)", width + "; b = normal(0, 1)", 3, 3, true));
    all.put(
        "mixture of two normals",
        new Entry(
            "mix(w, normal(mu, sd), normal(mu2, 2 * sd))",
            width + "; mu2 = normal(3, 1); w = uniform(0, 1)",
            1,
            4,
            false));
    all.put(
        "mixture of six normals",
        new Entry(
            "mix(0.1, normal(mu, sd), 0.2, normal(mu + 1, sd), 0.1, normal(mu + 2, sd), "
                + "0.2, normal(mu2, sd), 0.2, normal(mu2 + 1, sd), normal(mu2 + 2, sd))",
            width + "; mu2 = normal(3, 1)",
            1,
            4,
            false));
    all.put(
        "student_t",
        new Entry("student_t(df, mu, sd)", width + "; df = log_normal(1.5, 0.5)", 1, 4, false));
    all.put(
        "gamma",
        new Entry(
            "gamma(shape, rate)",
            "shape = log_normal(1, 0.3); rate = log_normal(0, 0.3)",
            2,
            3,
            true));
    all.put("log_normal", new Entry("log_normal(mu, sd)", width, 2, 3, true));
    all.put(
        "power_law",
        new Entry("power_law(slope, 0.001, 100)", "slope = uniform(-3, 1)", 2, 3, true));
    all.put(
        "half_cauchy", new Entry("half_cauchy(scale)", "scale = log_normal(0, 0.3)", 2, 3, true));
    all.put(
        "free: power and log1p",
        new Entry(
            "free(-pow(x, a) - b * log1p(x * a))",
            "a = log_normal(0, 0.3); b = log_normal(0, 0.3)",
            2,
            3,
            true));
    String gamma = "free(x - log_upper_gamma(slope + a * %s, 0.01))";
    String line = "slope = uniform(0, 2); a = log_normal(0, 0.3)";
    all.put(
        "free: gamma function of x, interpolated",
        new Entry(gamma.formatted("x"), line, 2, 3, true));
    all.put(
        "free: gamma function of abs(x), of every draw",
        new Entry(gamma.formatted("abs(x)"), line, 2, 3, true));
    return all;
  }

  /** Formulas by hyperparameter. */
  static Map<String, String> hyperpriors(String lines) {
    Map<String, String> priors = new LinkedHashMap<>();
    for (String line : lines.split(";")) {
      String[] parts = line.split(" = ", 2);
      priors.put(parts[0].strip(), parts[1].strip());
    }
    return priors;
  }
}
