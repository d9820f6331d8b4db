package org.skypool.core.expression;

import org.skypool.core.astro.FlatUniverse;
import org.skypool.core.math.BlockMath;

/**
 * Distances and volumes of a flat universe as functions of {@code (z, omega_m, w, h0)}: redshift,
 * matter in units of the critical density, equation of state of the dark energy, and Hubble's
 * constant in km/s/Mpc. Accuracy: {@link FlatUniverse}. NaN for z of -1 and below, and where there
 * is no universe.
 */
public enum CosmologyFunction implements PointFunction {
  /** Comoving distance in Mpc, {@code (c/H0) I}. */
  COMOVING_DISTANCE {
    @Override
    double value(FlatUniverse flat, double z, double h0) {
      return SPEED_OF_LIGHT / h0 * flat.integral();
    }

    @Override
    double partial(FlatUniverse flat, double z, double h0, int j) {
      return switch (j) {
        case 0 -> SPEED_OF_LIGHT / h0 / flat.expansion();
        case 1 -> SPEED_OF_LIGHT / h0 * flat.byMatter();
        case 2 -> SPEED_OF_LIGHT / h0 * flat.byState();
        default -> -SPEED_OF_LIGHT / (h0 * h0) * flat.integral();
      };
    }
  },
  /** Luminosity distance in Mpc, {@code 1 + z} times the comoving one. */
  LUMINOSITY_DISTANCE {
    @Override
    double value(FlatUniverse flat, double z, double h0) {
      return (1 + z) * COMOVING_DISTANCE.value(flat, z, h0);
    }

    @Override
    double partial(FlatUniverse flat, double z, double h0, int j) {
      double comoving = (1 + z) * COMOVING_DISTANCE.partial(flat, z, h0, j);
      return j == 0 ? comoving + COMOVING_DISTANCE.value(flat, z, h0) : comoving;
    }
  },
  /** Distance modulus, {@code 5 log10} of the luminosity distance in units of 10 pc. */
  DISTMOD {
    @Override
    double value(FlatUniverse flat, double z, double h0) {
      return FIVE_PER_LOG * BlockMath.log(LUMINOSITY_DISTANCE.value(flat, z, h0)) + OF_ONE_MPC;
    }

    @Override
    double partial(FlatUniverse flat, double z, double h0, int j) {
      return FIVE_PER_LOG
          * LUMINOSITY_DISTANCE.partial(flat, z, h0, j)
          / LUMINOSITY_DISTANCE.value(flat, z, h0);
    }
  },
  /** Comoving volume per unit redshift and steradian, Mpc^3: {@code (c/H0)^3 I^2 / E}. */
  COMOVING_VOLUME_ELEMENT {
    @Override
    double value(FlatUniverse flat, double z, double h0) {
      double distance = COMOVING_DISTANCE.value(flat, z, h0);
      return SPEED_OF_LIGHT / h0 * distance * distance / flat.expansion();
    }

    @Override
    double partial(FlatUniverse flat, double z, double h0, int j) {
      if (j == 3) {
        return -3 / h0 * value(flat, z, h0);
      }
      double distance = COMOVING_DISTANCE.value(flat, z, h0);
      double expansion =
          switch (j) {
            case 0 -> flat.expansionByRedshift();
            case 1 -> flat.expansionByMatter();
            default -> flat.expansionByState();
          };
      double slope = COMOVING_DISTANCE.partial(flat, z, h0, j);
      return SPEED_OF_LIGHT
          / h0
          / flat.expansion()
          * distance
          * (2 * slope - distance * expansion / flat.expansion());
    }
  };

  /** Of light in vacuum, km/s; exact by the definition of the metre. */
  private static final double SPEED_OF_LIGHT = 299_792.458;

  private static final double FIVE_PER_LOG = 5 / StrictMath.log(10);

  /** Distance modulus at 1 Mpc, 1e5 times 10 pc. */
  private static final double OF_ONE_MPC = 25;

  abstract double value(FlatUniverse flat, double z, double h0);

  abstract double partial(FlatUniverse flat, double z, double h0, int j);

  @Override
  public int arity() {
    return 4;
  }

  @Override
  public double at(double[] x) {
    return x[0] > -1 && x[3] > 0
        ? value(FlatUniverse.at(x[0], x[1], x[2]), x[0], x[3])
        : Double.NaN;
  }

  @Override
  public double partial(double[] x, double y, int j) {
    return x[0] > -1 && x[3] > 0
        ? partial(FlatUniverse.at(x[0], x[1], x[2]), x[0], x[3], j)
        : Double.NaN;
  }
}
