package org.skypool.core.density;

import java.util.List;
import org.skypool.core.expression.Expression;

/**
 * A named family of probability densities of several variables, of any number of them.
 *
 * <p>It says how each variable follows from those before it; everything else comes from there.
 * Implementations are immutable and have no state.
 */
public interface JointFamily {

  /** Name in formulas, for example {@code dirichlet}. */
  String name();

  /** Its parameters for so many variables, in the order of positional arguments. */
  List<Parameter> parameters(int variables);

  /**
   * The density of one variable given those before it.
   *
   * @param family of one variable
   * @param arguments over earlier variables and the arguments of the joint family
   */
  record Conditional(Density family, List<Expression> arguments) {}

  /** One conditional density per variable, whose product is the joint density. */
  List<Conditional> conditionals(List<Expression> variables, List<Expression> arguments);

  /**
   * Log joint density, natural logarithm: minus infinity outside the support, NaN for arguments out
   * of their domain. Where the product of the conditionals is costly or undefined at some points,
   * the family has a form of its own.
   */
  default Expression logDensity(List<Expression> variables, List<Expression> arguments) {
    List<Conditional> conditionals = conditionals(variables, arguments);
    Expression sum = Expression.constant(0);
    for (int j = 0; j < variables.size(); j++) {
      Conditional own = conditionals.get(j);
      sum = sum.plus(own.family().logDensity(variables.get(j), own.arguments()));
    }
    return sum;
  }

  /** A formula that uses it, for help texts. */
  String example();
}
