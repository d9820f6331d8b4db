package org.skypool.core.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.skypool.core.expression.Expression;

/**
 * Arithmetic with vectors: operations and functions of numbers act element by element, a single
 * number standing for as many.
 */
final class Vectors {
  private final String text;

  Vectors(String text) {
    this.text = text;
  }

  /** The value of an operand that is a single number. */
  Expression number(Operand operand) {
    if (operand instanceof Operand.Number n) {
      return n.value();
    }
    throw error(
        operand,
        operand instanceof Operand.Vector v
            ? "a single number is expected here, not a vector of " + v.values().size()
            : "a number is expected here, not a density");
  }

  /** The elements of a vector; a number is one. */
  List<Expression> elements(Operand operand) {
    return operand instanceof Operand.Vector v ? v.values() : List.of(number(operand));
  }

  /** The same operand, at another place of the formula. */
  Operand at(int position, Operand operand) {
    return operand instanceof Operand.Vector v
        ? new Operand.Vector(v.values(), position)
        : new Operand.Number(number(operand), position);
  }

  Operand each(Operand operand, UnaryOperator<Expression> function) {
    return each(List.of(operand), operand.position(), x -> function.apply(x.get(0)));
  }

  Operand each(Operand left, Operand right, BinaryOperator<Expression> function) {
    return each(List.of(left, right), left.position(), x -> function.apply(x.get(0), x.get(1)));
  }

  /**
   * A function of numbers, element by element.
   *
   * @throws FormulaException if vectors differ in length, or an operand is a density
   */
  Operand each(
      List<Operand> operands, int position, Function<List<Expression>, Expression> function) {
    int length = 0;
    for (Operand operand : operands) {
      if (operand instanceof Operand.Vector v) {
        if (length > 0 && v.values().size() != length) {
          throw error(
              operand,
              "a vector of %d cannot be combined with one of %d"
                  .formatted(v.values().size(), length));
        }
        length = v.values().size();
      }
    }
    if (length == 0) {
      Expression value = function.apply(operands.stream().map(this::number).toList());
      return new Operand.Number(value, position);
    }
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int k = i;
      values.add(function.apply(operands.stream().map(o -> element(o, k)).toList()));
    }
    return new Operand.Vector(values, position);
  }

  private Expression element(Operand operand, int k) {
    return operand instanceof Operand.Vector v ? v.values().get(k) : number(operand);
  }

  private FormulaException error(Operand operand, String reason) {
    return new FormulaException(text, operand.position(), reason);
  }
}
