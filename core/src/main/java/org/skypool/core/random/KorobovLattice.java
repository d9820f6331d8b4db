package org.skypool.core.random;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rank-1 lattices of Korobov form in the unit cube, with random shifts.
 *
 * <p>Point k of K has the coordinates {@code u_j = frac(k a^j / K + shift_j)}, j = 0 .. d - 1,
 * clipped to [1e-12, 1 - 1e-12]. For integrands that are smooth and periodic in every coordinate
 * the error falls faster than any fixed power of 1/K that their smoothness allows, against K^-1/2
 * for random points; a uniform shift makes the estimate unbiased. Dick, Kuo &amp; Sloan 2013,
 * doi:10.1017/S0962492913000044.
 *
 * <p>The generators {@code a} minimise, over odd {@code a < K / 2}, the squared worst-case error of
 * smoothness 4, {@code mean_k prod_j (1 - (2 pi)^4 / 4! B4(frac(k a^j / K))) - 1}, where B4 is the
 * Bernoulli polynomial of degree 4. A search over all candidates found them; where two are equally
 * good (a and its inverse modulo K up to sign) either one stands in the table. Above K = 8192 the
 * criterion is within a tenth of the smallest, as far as double precision tells them apart.
 */
public final class KorobovLattice {

  /** Generators for 2, 3, ... dimensions, by number of points. */
  private static final Map<Integer, int[]> GENERATORS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(32, new int[] {7, 3, 3}),
              Map.entry(64, new int[] {19, 5, 3}),
              Map.entry(128, new int[] {49, 25, 21}),
              Map.entry(256, new int[] {99, 37, 25, 21, 77, 45, 75}),
              Map.entry(512, new int[] {149, 185, 67, 215, 43, 165, 11}),
              Map.entry(1024, new int[] {275, 149, 291, 189, 317, 131, 51}),
              Map.entry(2048, new int[] {791, 495, 137, 453, 363, 647, 907}),
              Map.entry(4096, new int[] {1557, 751, 791, 755, 519, 1363, 717}),
              Map.entry(8192, new int[] {2431}),
              Map.entry(16_384, new int[] {6229}),
              Map.entry(32_768, new int[] {12_031})));

  private static final int MAX_TABULATED_DIMENSION = 8;

  private final int dimension;
  private final int size;
  private final int generator;

  /** {@code frac(k a^j / K)}. */
  private final double[][] fractions;

  private KorobovLattice(int dimension, int size, int generator) {
    this.dimension = dimension;
    this.size = size;
    this.generator = generator;
    this.fractions = new double[dimension][size];
    long multiplier = 1;
    for (int j = 0; j < dimension; j++) {
      for (int k = 0; k < size; k++) {
        fractions[j][k] = (double) (multiplier * k % size) / size;
      }
      multiplier = multiplier * generator % size;
    }
  }

  /**
   * The lattice of the table. In one dimension every size is allowed and the points are
   * equidistant.
   *
   * @throws IllegalArgumentException if dimension is not in 1..8 or size is not in the table
   */
  public static KorobovLattice of(int dimension, int size) {
    if (dimension < 1 || dimension > MAX_TABULATED_DIMENSION) {
      throw new IllegalArgumentException("lattice dimension " + dimension + ": allowed are 1 to 8");
    }
    if (dimension == 1) {
      return of(1, size, 1);
    }
    if (!offers(dimension, size)) {
      throw new IllegalArgumentException(
          "lattice size "
              + size
              + " in "
              + dimension
              + " dimensions: allowed are "
              + GENERATORS.keySet().stream().filter(k -> offers(dimension, k)).toList());
    }
    return of(dimension, size, GENERATORS.get(size)[dimension - 2]);
  }

  /** Whether {@link #of(int, int)} has a lattice of this dimension and size. */
  public static boolean offers(int dimension, int size) {
    if (dimension == 1) {
      return size >= 1;
    }
    int[] generators = GENERATORS.get(size);
    return generators != null && dimension > 1 && dimension - 2 < generators.length;
  }

  /**
   * A lattice with a generator of one's own.
   *
   * @throws IllegalArgumentException if dimension, size or generator is below 1, or if size and
   *     generator share a factor: points would then coincide in projection
   */
  public static KorobovLattice of(int dimension, int size, int generator) {
    if (dimension < 1 || size < 1 || generator < 1) {
      throw new IllegalArgumentException(
          "lattice of dimension %d, size %d, generator %d: all must be at least 1"
              .formatted(dimension, size, generator));
    }
    if (!BigInteger.valueOf(size).gcd(BigInteger.valueOf(generator)).equals(BigInteger.ONE)) {
      throw new IllegalArgumentException(
          "lattice size " + size + " and generator " + generator + " share a factor");
    }
    return new KorobovLattice(dimension, size, generator);
  }

  /** Number of dimensions. */
  public int dimension() {
    return dimension;
  }

  /** Number of points. */
  public int size() {
    return size;
  }

  /** The multiplier a. */
  public int generator() {
    return generator;
  }

  /**
   * Coordinate j of point k goes to {@code out[j][k]}.
   *
   * @param shift one number in [0, 1) per dimension
   * @param out at least {@code dimension} rows of at least {@code size} elements
   * @throws IllegalArgumentException if an array is too short or a shift is outside [0, 1)
   */
  public void points(double[] shift, double[][] out) {
    points(shift, 0, out);
  }

  /** The same with coordinate j of point k at {@code out[j][from + k]}. */
  public void points(double[] shift, int from, double[][] out) {
    check(shift, from, out);
    for (int j = 0; j < dimension; j++) {
      double[] unshifted = fractions[j];
      double[] row = out[j];
      double by = shift[j];
      for (int k = 0; k < size; k++) {
        double u = unshifted[k] + by;
        row[from + k] = UnitInterval.clip(u < 1 ? u : u - 1);
      }
    }
  }

  private void check(double[] shift, int from, double[][] out) {
    if (shift.length < dimension || out.length < dimension) {
      throw new IllegalArgumentException(
          "%d shifts and %d rows for a lattice of dimension %d"
              .formatted(shift.length, out.length, dimension));
    }
    for (int j = 0; j < dimension; j++) {
      if (!(shift[j] >= 0 && shift[j] < 1)) {
        throw new IllegalArgumentException("lattice shift " + shift[j] + ": allowed is [0, 1)");
      }
      if (out[j].length - from < size) {
        throw new IllegalArgumentException(
            "row of %d elements from %d for a lattice of size %d"
                .formatted(out[j].length, from, size));
      }
    }
  }
}
