package org.skypool.core.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random expressions over hyperparameters a, b, c, covariates u, v and draws x, y, smooth and of
 * order one where these are. Sub-expressions are shared at random.
 */
final class RandomExpressions {
  static final List<String> HYPERPARAMETERS = List.of("a", "b", "c");
  static final List<String> INPUTS = List.of("a", "b", "c", "u", "v", "x", "y");

  private static final List<Scientific> SMOOTH =
      List.of(Scientific.SIN, Scientific.COS, Scientific.ATAN, Scientific.TANH);

  private final SplittableRandom random;
  private final List<Expression> made = new ArrayList<>();

  RandomExpressions(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** An expression with a value per draw. */
  Expression next(int depth) {
    made.clear();
    Expression any = make(depth);
    return any.level() == Level.DRAW ? any : any.times(Expression.draw("x")).plus(any);
  }

  private Expression make(int depth) {
    if (!made.isEmpty() && random.nextInt(6) == 0) {
      return made.get(random.nextInt(made.size()));
    }
    Expression expression = depth == 0 ? leaf() : node(depth);
    made.add(expression);
    return expression;
  }

  private Expression leaf() {
    return switch (random.nextInt(8)) {
      case 0 -> Expression.hyperparameter("a");
      case 1 -> Expression.hyperparameter("b");
      case 2 -> Expression.hyperparameter("c");
      case 3 -> Expression.covariate("u");
      case 4 -> Expression.covariate("v");
      case 5 -> Expression.draw("x");
      case 6 -> Expression.draw("y");
      default -> Expression.constant(random.nextInt(4) - 1.5);
    };
  }

  private Expression node(int depth) {
    Expression left = make(depth - 1);
    return switch (random.nextInt(11)) {
      case 0, 1 -> left.plus(make(depth - 1));
      case 2 -> left.minus(make(depth - 1));
      case 3, 4 -> bounded(left).times(make(depth - 1));
      case 5 -> left.dividedBy(bounded(make(depth - 1)).square().plus(0.5));
      case 6 -> bounded(left).exp();
      case 7 -> left.square().plus(0.5).log();
      case 8 -> Expression.apply(SMOOTH.get(random.nextInt(SMOOTH.size())), left);
      case 9 -> Expression.apply(Binary.LOG_ADD_EXP, bounded(left), bounded(make(depth - 1)));
      default -> bounded(left).square();
    };
  }

  private static Expression bounded(Expression x) {
    return Expression.apply(Scientific.ATAN, x);
  }
}
