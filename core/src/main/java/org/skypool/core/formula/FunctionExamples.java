package org.skypool.core.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that formulas may call, each with its arguments and a formula that uses it. */
public final class FunctionExamples {

  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("exp", "exp(a + b * z)"),
          Map.entry("log", "log(10) * x"),
          Map.entry("square", "square(x - m)"),
          Map.entry("log10", "log10(1 + z)"),
          Map.entry("log1p", "log1p(z)"),
          Map.entry("expm1", "expm1(-t)"),
          Map.entry("sqrt", "sqrt(s^2 + e^2)"),
          Map.entry("abs", "abs(x - m)"),
          Map.entry("sin", "sin(2 * pi * t)"),
          Map.entry("cos", "cos(2 * pi * t)"),
          Map.entry("tan", "tan(angle)"),
          Map.entry("atan", "atan(slope)"),
          Map.entry("tanh", "tanh((x - m) / s)"),
          Map.entry("pow", "pow(1 + z, b)"),
          Map.entry("min", "min(x, m)"),
          Map.entry("max", "max(0, a + b * z)"),
          Map.entry("log_add_exp", "log_add_exp(a, b)"),
          Map.entry("erf", "erf(x / s)"),
          Map.entry("normal_cdf", "normal_cdf((x - limit) / e)"),
          Map.entry("log_normal_cdf", "log_normal_cdf((x - limit) / e)"),
          Map.entry("log_gamma", "log_gamma(a + 1)"),
          Map.entry("log_beta", "log_beta(a, b)"),
          Map.entry("log_upper_gamma", "log_upper_gamma(a + 1, 10^(8 - m))"),
          Map.entry("comoving_distance", "comoving_distance(z, 0.3)"),
          Map.entry("luminosity_distance", "luminosity_distance(z, 0.3)"),
          Map.entry("distmod", "distmod(z, omega_m, w = -1, h0 = 70)"),
          Map.entry("comoving_volume_element", "area * comoving_volume_element(z, 0.3)"),
          Map.entry("sum", "sum(h)"),
          Map.entry("cumulative_sum", "cumulative_sum(s * h)"),
          Map.entry("element", "element(h, 2)"),
          Map.entry("gaussian_process", "gaussian_process(s, a, h)"),
          Map.entry("gaussian_field", "gaussian_field(s, a, b, 3, h)"),
          Map.entry("grid_density", "grid_density(h, [0, 1, 2, 3], [0, 1, 2], [0.5, 1.5])"),
          Map.entry(
              "grid_probability",
              "grid_probability(h, [0, 1, 2, 3], [0, 1, 2], [0.5, 0.5], [2.5, 1.5])"));

  private FunctionExamples() {}

  /** Example by signature, in the order of the registry, those of vectors last. */
  public static Map<String, String> bySignature() {
    Map<String, String> all = new LinkedHashMap<>();
    FunctionRegistry registry = FunctionRegistry.standard();
    for (String name : registry.names()) {
      NamedFunction function = registry.find(name).orElseThrow();
      all.put(
          signature(name, function.parameters()).replace(")", function.variadic() ? ", ...)" : ")"),
          example(name));
    }
    for (VectorFunction function : VectorFunction.values()) {
      all.put(signature(function.word(), function.parameters()), example(function.word()));
    }
    return all;
  }

  private static String signature(String name, List<String> parameters) {
    return name + "(" + String.join(", ", parameters) + ")";
  }

  private static String example(String name) {
    String example = EXAMPLES.get(name);
    if (example == null) {
      throw new IllegalStateException("the function " + name + " has no example");
    }
    return example;
  }
}
