package org.skypool.core.diagnostics;

/** The order of the elements of an array: stable, without boxing. */
final class Ascending {

  private Ascending() {}

  /** Indices of the elements from smallest to largest ({@link Double#compare}), ties by index. */
  static int[] order(double[] x) {
    int[] order = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      order[i] = i;
    }
    int[] spare = new int[x.length];
    for (int width = 1; width < x.length && width > 0; width *= 2) {
      for (int start = 0; start < x.length - width; start += 2 * width) {
        int end = Math.min(x.length, start + 2 * width);
        merge(x, order, spare, start, start + width, end);
      }
    }
    return order;
  }

  private static void merge(double[] x, int[] order, int[] spare, int start, int middle, int end) {
    System.arraycopy(order, start, spare, start, end - start);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft =
          right >= end || left < middle && Double.compare(x[spare[left]], x[spare[right]]) <= 0;
      order[i] = takeLeft ? spare[left++] : spare[right++];
    }
  }
}
