package org.skypool.core.density;

/** Checks shared by density terms. */
final class Terms {

  private Terms() {}

  static void requireVariable(DensityTerm term, String name) {
    if (!term.variables().contains(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is not among the variables " + term.variables());
    }
  }

  static UnsupportedOperationException cannotTruncate(DensityTerm term) {
    return new UnsupportedOperationException(
        "no closed form for the probability of an interval of " + term.variables());
  }
}
