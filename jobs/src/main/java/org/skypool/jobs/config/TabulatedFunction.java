package org.skypool.jobs.config;

import java.util.List;
import java.util.stream.IntStream;
import org.skypool.core.expression.CellTable;
import org.skypool.core.expression.GridCell;
import org.skypool.core.formula.FormulaParser;
import org.skypool.core.formula.FunctionRegistry;
import org.skypool.core.formula.NamedFunction;

/**
 * A function that formulas may call, constant in each cell of a grid.
 *
 * @param name of the function
 * @param edges of the cells, by axis
 * @param values one per cell, the last axis running fastest
 * @param outside the value outside the grid
 */
public record TabulatedFunction(
    String name, List<List<Double>> edges, List<Double> values, double outside) {

  /** A parser that knows some functions besides its own. */
  public static FormulaParser parser(List<TabulatedFunction> functions) {
    FormulaParser standard = FormulaParser.standard();
    FunctionRegistry known =
        standard.functions().with(functions.stream().map(TabulatedFunction::function).toList());
    return FormulaParser.of(standard.densities(), known);
  }

  private NamedFunction function() {
    String[] parameters =
        IntStream.rangeClosed(1, edges.size()).mapToObj(i -> "x" + i).toArray(String[]::new);
    return NamedFunction.of(name, table(), parameters);
  }

  /**
   * The function itself.
   *
   * @throws ConfigException if edges do not ascend or values are not as many as cells
   */
  CellTable table() {
    try {
      GridCell grid =
          GridCell.between(
              edges.stream()
                  .map(axis -> axis.stream().mapToDouble(Double::doubleValue).toArray())
                  .toList());
      return new CellTable(
          name, grid, values.stream().mapToDouble(Double::doubleValue).toArray(), outside);
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException(Names.key("population.tables", name) + ": " + wrong.getMessage());
    }
  }
}
