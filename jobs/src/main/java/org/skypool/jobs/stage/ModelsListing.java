package org.skypool.jobs.stage;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.skypool.core.density.Density;
import org.skypool.core.density.DensityRegistry;
import org.skypool.core.density.JointFamily;
import org.skypool.core.density.Parameter;
import org.skypool.core.formula.FunctionExamples;
import org.skypool.core.object.ModelArgument;
import org.skypool.core.object.ObjectModel;
import org.skypool.core.object.ObjectModels;
import org.skypool.core.plugin.UserClass;

/** What a configuration can name, with parameters and an example each. */
public final class ModelsListing {
  private ModelsListing() {}

  /** The listing. */
  public static String text() {
    StringBuilder out =
        new StringBuilder("Densities (population.density, hyperprior, interim-prior)\n");
    for (Density density : DensityRegistry.standard().densities()) {
      String signature =
          density.name()
              + density.parameters().stream()
                  .map(Parameter::name)
                  .collect(Collectors.joining(", ", "(", ")"));
      line(out, signature, density.example() + origin(DensityRegistry.added(), density));
    }
    for (JointFamily family : DensityRegistry.standard().jointFamilies()) {
      line(
          out,
          family.parameters(2).stream()
              .map(Parameter::name)
              .collect(Collectors.joining(", ", family.name() + "(x, y, ", ")")),
          family.example());
    }
    line(out, "mix(w1, d1, ..., d_last)", "mix(0.9, normal(0, 1), uniform(-5, 5))");
    line(out, "truncated(density, low, high)", "truncated(normal(0, 1), 0, inf)");
    line(out, "free(log_density)", "free(-abs(x - mu) / scale - log(2 * scale))");
    line(out, "normalised(log_density, low, high)", "normalised(2 * log(z) + g * z, 0, 1)");
    line(
        out,
        "grid(x, y, heights, edges_x, edges_y)",
        "grid(x, log(y), h, [0, 1, 2], [0, 0.5, 1, 2])");
    out.append("\nFunctions; pi and inf are constants, a vector is h or [0, 1, 2]\n");
    FunctionExamples.bySignature().forEach((signature, example) -> line(out, signature, example));
    out.append("\nObject models (objects.model)\n");
    for (ObjectModel model : ObjectModels.all()) {
      line(out, model.name(), model.description() + origin(ObjectModels.added(), model));
      for (ModelArgument argument : model.arguments()) {
        line(
            out,
            "  " + argument.name(),
            argument.meaning()
                + ", "
                + argument.domain().description()
                + argument.fallback().map(value -> "; " + value + " if not given").orElse(""));
      }
      line(out, "", model.example());
    }
    line(out, "given", "draws made elsewhere (catalog.source = draws)");
    line(out, "", "theta.log_mass { draws = log_mass }");
    out.append("\nEngines (engine)\n");
    line(out, "reweight", "integrates every object, reweights to the population; any size");
    line(out, "joint", "No-U-Turn sampler over hyperparameters and objects together; few objects");
    line(out, "gibbs", "Metropolis within Gibbs: objects given the population, and the reverse");
    out.append("\nSamplers of the hyperposterior (chosen by what the weights allow)\n");
    line(out, "importance", "adaptive multiple importance sampling around the mode");
    line(out, "nuts", "No-U-Turn sampler, four chains, where importance weights cannot be trusted");
    return out.toString();
  }

  /** Which class of which jar it is, for what users added. */
  private static String origin(List<?> added, Object implementation) {
    if (!added.contains(implementation)) {
      return "";
    }
    Class<?> type = implementation.getClass();
    return "  ["
        + type.getName()
        + new UserClass("", "", type).origin().map(jar -> " in " + jar.getFileName()).orElse("")
        + "]";
  }

  private static void line(StringBuilder out, String left, String right) {
    out.append(String.format(Locale.ROOT, "  %-44s %s%n", left, right));
  }
}
