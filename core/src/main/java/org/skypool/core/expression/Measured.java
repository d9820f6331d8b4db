package org.skypool.core.expression;

/**
 * Functions of values that an object may lack. A missing value is NaN; these are the only functions
 * whose value is a number for an argument that is NaN.
 */
public enum Measured implements PointFunction {
  /** {@code PRESENT(x)}: 1, or 0 where x is NaN. */
  PRESENT(1) {
    @Override
    public double at(double[] x) {
      return Double.isNaN(x[0]) ? 0 : 1;
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return 0;
    }
  },
  /** {@code OR_ONE(x)}: x, or 1 where x is NaN, so that what is computed of it is a number. */
  OR_ONE(1) {
    @Override
    public double at(double[] x) {
      return Double.isNaN(x[0]) ? 1 : x[0];
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return Double.isNaN(x[0]) ? 0 : 1;
    }
  },
  /** {@code WHERE(present, x)}: x, or 0 where {@code present} is 0, whatever x is there. */
  WHERE(2) {
    @Override
    public double at(double[] x) {
      return x[0] == 0 ? 0 : x[1];
    }

    @Override
    public double partial(double[] x, double y, int j) {
      return j == 0 || x[0] == 0 ? 0 : 1;
    }
  };

  private final int arity;

  Measured(int arity) {
    this.arity = arity;
  }

  @Override
  public int arity() {
    return arity;
  }
}
