package org.skypool.core.object;

import java.util.List;

/** Finds the first argument of an object that is outside its domain. */
final class ArgumentDomains {
  private ArgumentDomains() {}

  static String reject(
      List<String> thetas, List<ModelArgument> arguments, double[][][] columns, int object) {
    for (int j = 0; j < thetas.size(); j++) {
      for (int a = 0; a < arguments.size(); a++) {
        double value = columns[a][j][object];
        ModelArgument argument = arguments.get(a);
        if (!argument.domain().contains(value)) {
          return argument.name()
              + " of "
              + thetas.get(j)
              + " is "
              + value
              + ", must be "
              + argument.domain().description();
        }
      }
    }
    return null;
  }
}
