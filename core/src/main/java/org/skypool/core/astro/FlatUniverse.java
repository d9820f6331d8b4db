package org.skypool.core.astro;

import org.skypool.core.math.BlockMath;
import org.skypool.core.math.GaussLegendre;

/**
 * Expansion of a flat universe of matter and dark energy of constant equation of state at a
 * redshift: {@code E^2 = Om (1+z)^3 + (1-Om) (1+z)^(3(1+w))} and {@code I = integral_0^z dz'/E},
 * the comoving distance in units of c/H0, with their derivatives by z, Om and w.
 *
 * <p>In {@code u = (1+z)^(-1/2)} the integral is {@code 2 integral_u^1 du / sqrt(Om + (1-Om)
 * u^(-6w))}, whose integrand is smooth up to any redshift; one Gauss-Legendre rule of {@value
 * #NODES} points gives it to 1e-13 of itself for {@code 0.05 <= Om <= 1}, {@code -2 <= w <= -1/3}
 * and {@code z <= 20}, the derivatives to 1e-11. Radiation is left out: below z = 20 it changes
 * distances by less than 1e-3 of themselves. Where {@code E^2} is not positive everything is NaN.
 *
 * <p>Hogg 1999, arXiv:astro-ph/9905116.
 *
 * @param integral I
 * @param byMatter its derivative by Om
 * @param byState its derivative by w
 * @param expansion E
 * @param expansionByRedshift its derivative by z
 * @param expansionByMatter its derivative by Om
 * @param expansionByState its derivative by w
 */
public record FlatUniverse(
    double integral,
    double byMatter,
    double byState,
    double expansion,
    double expansionByRedshift,
    double expansionByMatter,
    double expansionByState) {

  private static final int NODES = 40;
  private static final GaussLegendre RULE = GaussLegendre.of(NODES, 0, 1);
  private static final double[] POINTS = RULE.points();
  private static final double[] WEIGHTS = RULE.weights();

  /**
   * At a redshift above -1.
   *
   * @param matter Om, matter in units of the critical density
   * @param state w, -1 for a cosmological constant
   */
  public static FlatUniverse at(double z, double matter, double state) {
    double scale = 1 + z;
    double dark = 1 - matter;
    double u = 1 / Math.sqrt(scale);
    double length = 1 - u;
    double sum = 0;
    double sumMatter = 0;
    double sumState = 0;
    for (int k = 0; k < NODES; k++) {
      double at = u + length * POINTS[k];
      double power = power(at, state);
      double square = matter + dark * power;
      double inverse = 1 / Math.sqrt(square);
      double cubed = WEIGHTS[k] * inverse / square;
      sum += WEIGHTS[k] * inverse;
      sumMatter -= cubed * (1 - power);
      sumState += cubed * dark * power * 6 * BlockMath.log(at);
    }
    double cube = scale * scale * scale;
    double darkPower = cube * power(u, state);
    double expansion = Math.sqrt(matter * cube + dark * darkPower);
    return new FlatUniverse(
        2 * length * sum,
        length * sumMatter,
        length * sumState,
        expansion,
        3 * (matter * cube + dark * (1 + state) * darkPower) / scale / (2 * expansion),
        (cube - darkPower) / (2 * expansion),
        3 * BlockMath.log(scale) * dark * darkPower / (2 * expansion));
  }

  /** {@code u^(-6w)}. */
  private static double power(double u, double state) {
    if (state == -1) {
      double cube = u * u * u;
      return cube * cube;
    }
    return BlockMath.exp(-6 * state * BlockMath.log(u));
  }
}
