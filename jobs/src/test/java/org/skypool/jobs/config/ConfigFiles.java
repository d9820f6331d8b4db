package org.skypool.jobs.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Configurations for tests: a complete one, and loading from text. */
final class ConfigFiles {
  /** A complete configuration that reads a CSV catalogue. */
  static final String COMPLETE =
      """
      name = survey
      catalog { source = csv, path = "survey.csv", id = survey_id, where = "logm > 8.9",
                columns { logm = log10_mass, z = "cz / 299792.458" } }
      objects {
        model = gaussian
        theta.log_mass { value = logm, error = 0.2 }
        interim-prior.log_mass = "uniform(6, 13)"
      }
      population {
        density.log_mass = "schechter(slope = alpha, knee = log_m_star, above = 8.0)"
        hyperprior { alpha = "uniform(-2, 0)", log_m_star = "uniform(9.5, 11.5)" }
        selection {
          detection = "normal_cdf((log_mass - 8.9) / "${objects.theta.log_mass.error}")"
          acts-on = data
        }
      }
      """;

  private ConfigFiles() {}

  /** Loads {@link #COMPLETE} with settings. */
  static RunConfig complete(Path folder, String... sets) {
    return load(folder, COMPLETE, sets);
  }

  /** Loads a text with settings, written to a file named {@code test.conf}. */
  static RunConfig load(Path folder, String text, String... sets) {
    return ConfigLoader.load(write(folder, text).toString(), List.of(sets), Optional.empty());
  }

  static Path write(Path folder, String text) {
    try {
      return Files.writeString(folder.resolve("test.conf"), text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A configuration that comes with the project. */
  static String ofProject(String file) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("conf").resolve(file))) {
      folder = folder.getParent();
    }
    return folder.resolve("conf").resolve(file).toString();
  }
}
