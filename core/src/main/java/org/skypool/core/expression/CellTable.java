package org.skypool.core.expression;

/**
 * A function tabulated on the cells of a grid: constant in each, with one value everywhere outside.
 * Edges belong to cells as in {@link GridCell}; NaN if anything is NaN. Its derivatives are 0.
 */
public final class CellTable implements PointFunction {
  private final String name;
  private final GridCell grid;
  private final double[] values;
  private final double outside;

  /**
   * A table.
   *
   * @param name for messages
   * @param grid its cells
   * @param values one per cell, the last axis running fastest
   * @param outside the value outside the grid
   * @throws IllegalArgumentException if there are not as many values as cells, or one is NaN
   */
  public CellTable(String name, GridCell grid, double[] values, double outside) {
    this.name = name;
    this.grid = grid;
    this.values = values.clone();
    this.outside = outside;
    if (values.length != grid.cells()) {
      throw new IllegalArgumentException(
          "table %s has %d cells, not %d values".formatted(name, grid.cells(), values.length));
    }
    for (int c = 0; c < values.length; c++) {
      if (Double.isNaN(values[c])) {
        throw new IllegalArgumentException(
            "table %s: value %d is not a number".formatted(name, c + 1));
      }
    }
  }

  /** Its cells. */
  public GridCell grid() {
    return grid;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int arity() {
    return grid.axes();
  }

  @Override
  public double at(double[] x) {
    double cell = grid.at(x);
    if (Double.isNaN(cell)) {
      return cell;
    }
    return grid.contains(x) ? values[(int) cell - 1] : outside;
  }

  @Override
  public double partial(double[] x, double y, int j) {
    return 0;
  }
}
