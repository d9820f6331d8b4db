package org.skypool.jobs.config;

import java.util.List;

/**
 * Column names that the project's own tables use: refused for thetas, hyperparameters and columns.
 */
public final class ReservedNames {
  private static final List<String> NAMES =
      List.of(
          "object_id",
          "log_interim_prior",
          "log_weight",
          "ess",
          "khat",
          "log_evidence",
          "chain",
          "draw",
          "log_density",
          "file",
          "row",
          "reason",
          "bucket",
          "round");

  private ReservedNames() {}

  /** The names, in lower case; they are reserved in upper case too. */
  public static List<String> all() {
    return NAMES;
  }
}
