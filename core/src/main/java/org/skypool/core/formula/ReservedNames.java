package org.skypool.core.formula;

import java.util.Set;
import java.util.TreeSet;

/**
 * Names that thetas and hyperparameters cannot have, because output tables have columns called so
 * or the formula language gives them a meaning.
 */
public final class ReservedNames {

  private static final Set<String> NAMES =
      java.util.Collections.unmodifiableSet(
          new TreeSet<>(
              Set.of(
                  "bucket",
                  "chain",
                  "data_hash",
                  "draw",
                  "ess",
                  "file",
                  "inf",
                  "joint",
                  "khat",
                  "log_density",
                  "log_evidence",
                  "log_interim_prior",
                  "log_likelihood",
                  "log_weight",
                  "nan",
                  "object_id",
                  "reason",
                  "round",
                  "row",
                  "row_hash")));

  private ReservedNames() {}

  /** All reserved names, in alphabetical order. */
  public static Set<String> all() {
    return NAMES;
  }

  /** Whether {@code name} is reserved. */
  public static boolean contains(String name) {
    return NAMES.contains(name);
  }

  /**
   * Whether {@code name} can be written in a formula: a letter or underscore, then letters, digits
   * and underscores, and perhaps an index such as {@code [state]}.
   */
  public static boolean isName(String name) {
    return name.matches("[A-Za-z_][A-Za-z_0-9]*(\\[([A-Za-z_0-9]+|-?[0-9.]+)\\])?");
  }
}
