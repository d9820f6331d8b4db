package org.skypool.core.expression;

/** A {@link Node.Lookup} made ready for loops. */
final class LookupStep {
  /** Step of the number of the entry. */
  final int number;

  /** Steps of the entries. */
  final int[] table;

  LookupStep(Node.Lookup lookup) {
    this.number = lookup.number();
    this.table = lookup.table().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Arrays with a place for each entry, for use by one thread. */
  static final class Scratch {
    private final double[] entries;
    private final boolean[] marked;
    private final int[] touched;

    Scratch(int length) {
      entries = new double[length];
      marked = new boolean[length];
      touched = new int[length];
    }
  }

  /**
   * Looks entries up; NaN where the number is that of none.
   *
   * @param numbers of the entries
   * @param scalars values of all scalar steps
   */
  void value(double[] numbers, int length, double[] scalars, Scratch scratch, double[] out) {
    double[] entries = scratch.entries;
    for (int e = 0; e < table.length; e++) {
      entries[e] = scalars[table[e]];
    }
    for (int k = 0; k < length; k++) {
      int e = Pick.index(numbers[k], table.length);
      out[k] = e < 0 ? Double.NaN : entries[e];
    }
  }

  /**
   * Adds the derivatives that reach the hyperparameters through the entries.
   *
   * @param adjoint by the values {@code from} to {@code to}, those of one object
   * @param gradient of that object
   */
  void pullBack(
      double[] numbers,
      double[] adjoint,
      int from,
      int to,
      Scratch scratch,
      Program program,
      Hyperpoint point,
      double[] gradient) {
    int count = gather(numbers, adjoint, from, to, scratch);
    for (int t = 0; t < count; t++) {
      int e = scratch.touched[t];
      int[] support = program.support[table[e]];
      double[] jacobian = point.jacobian[table[e]];
      for (int s = 0; s < support.length; s++) {
        gradient[support[s]] += scratch.entries[e] * jacobian[s];
      }
      scratch.marked[e] = false;
    }
  }

  /** Adds the adjoints to those of the steps of their entries. */
  void addSums(double[] numbers, double[] adjoint, int length, double[] byStep) {
    for (int k = 0; k < length; k++) {
      int e = adjoint[k] == 0 ? -1 : Pick.index(numbers[k], table.length);
      if (e >= 0) {
        byStep[table[e]] += adjoint[k];
      }
    }
  }

  /** Sums adjoints by entry; the entries met come first in {@code touched}. */
  private int gather(double[] numbers, double[] adjoint, int from, int to, Scratch scratch) {
    int count = 0;
    for (int k = from; k < to; k++) {
      int e = adjoint[k] == 0 ? -1 : Pick.index(numbers[k], table.length);
      if (e >= 0) {
        if (!scratch.marked[e]) {
          scratch.marked[e] = true;
          scratch.touched[count++] = e;
          scratch.entries[e] = 0;
        }
        scratch.entries[e] += adjoint[k];
      }
    }
    return count;
  }
}
