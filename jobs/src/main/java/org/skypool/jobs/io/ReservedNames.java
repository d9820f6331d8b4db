package org.skypool.jobs.io;

import java.util.Optional;
import java.util.Set;

/** Column names that the tables use themselves, refused for thetas, covariates and hyperparameters. */
public final class ReservedNames {
  private static final Set<String> NAMES =
      Set.of(
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

  /**
   * Why a name cannot be a column of its own, or nothing.
   *
   * @return one line naming the name and the reserved ones
   */
  public static Optional<String> refusal(String name) {
    if (name.isBlank()) {
      return Optional.of("a name is blank");
    }
    return NAMES.contains(name)
        ? Optional.of(name + " is a reserved column name; reserved are " + String.join(", ", NAMES.stream().sorted().toList()))
        : Optional.empty();
  }
}
