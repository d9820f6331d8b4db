package org.skypool.core.formula;

import java.util.List;
import org.skypool.core.density.DensityTerm;
import org.skypool.core.expression.Expression;

/** What a part of a formula stands for: a number, a vector of numbers or a density. */
sealed interface Operand {

  /** 1-based position where it starts. */
  int position();

  /** A number. */
  record Number(Expression value, int position) implements Operand {}

  /** A vector of numbers. */
  record Vector(List<Expression> values, int position) implements Operand {
    public Vector {
      values = List.copyOf(values);
    }
  }

  /** A density. */
  record Distribution(DensityTerm value, int position) implements Operand {}
}
