package org.skypool.core.expression;

import java.util.List;

/**
 * One step of a {@link Program}. Arguments are indices of earlier steps; equal steps are the same
 * step, so that common sub-expressions are computed once.
 */
sealed interface Node {

  /** A number. */
  record Number(double value) implements Node {}

  /** Hyperparameter {@code index}. */
  record Parameter(int index) implements Node {}

  /** A covariate or a column of draws. */
  record Data(String name, Level dataLevel) implements Node {}

  /** A function of earlier steps. */
  record Call(ElementFunction function, List<Integer> arguments) implements Node {}

  /**
   * An entry of a table by its number from 1, see {@link Pick}: the number has a value per object
   * or draw, the entries are scalars that depend on hyperparameters.
   */
  record Lookup(int number, List<Integer> table) implements Node {}

  /**
   * {@code constant + sum_j coefficients[j] * atoms[j]}: atoms are steps with a value per draw, the
   * constant and the coefficients are coarser. {@code constant} is -1 where it is zero.
   */
  record Linear(int constant, List<Integer> coefficients, List<Integer> atoms) implements Node {}

  /**
   * A smooth function of one column of draws and of scalars, which is computed at a few places and
   * interpolated, see {@link CurveStep}.
   *
   * @param place step of the column
   * @param inputs scalar steps
   * @param parts the function, its last part being the result; their arguments are 0 for the
   *     column, then the inputs from 1 on, then the parts before
   */
  record Curve(int place, List<Integer> inputs, List<Part> parts) implements Node {}

  /** A part of a curve: a function of the column, of inputs and of earlier parts. */
  record Part(ElementFunction function, List<Integer> arguments) {}
}
