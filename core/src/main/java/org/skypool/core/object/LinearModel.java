package org.skypool.core.object;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Guard;

/**
 * Points on a line: {@code y = slope x + intercept} with errors on y, perhaps on x, and perhaps
 * scatter about the line.
 *
 * <p>Individual parameters by their place: slope and intercept, or slope, intercept and the mean m
 * and standard deviation s of the object's true abscissae. With errors on x the latter two are
 * needed: the measured point is then bivariate normal with mean {@code (m, a m + b)} and covariance
 *
 * <pre>
 *   [ s^2 + sx^2      a s^2                         ]
 *   [ a s^2           a^2 s^2 + sy^2 + scatter^2    ]
 * </pre>
 *
 * <p>so that the slope is not biased towards 0, as it is where the errors of x are ignored, nor
 * away from it, as it is under a flat prior of the true abscissae. Without errors on x the abscissa
 * is exact and given.
 *
 * <p>Arguments, once for all parameters: {@code y}, {@code x}, {@code y-error}, {@code x-error} and
 * {@code scatter} (both 0 where not given), standard deviations in the units of their axis.
 *
 * <p>Kelly, B. C. 2007, ApJ 665, 1489, doi:10.1086/519947.
 */
public final class LinearModel implements ObjectModel {

  static final String X = "x";
  static final String Y = "y";
  static final String X_ERROR = "x-error";
  static final String Y_ERROR = "y-error";
  static final String SCATTER = "scatter";

  /** slope, intercept. */
  static final int LINE = 2;

  /** slope, intercept, mean and standard deviation of the true abscissae. */
  static final int LINE_AND_ABSCISSAE = 4;

  static final double LOG_SQRT_2PI = 0.91893853320467274178;
  private static final double LOG_2PI = 2 * LOG_SQRT_2PI;

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public String description() {
    return "points on a line, with errors on y and perhaps on x; parameters by place: slope,"
        + " intercept and, with errors on x, mean and sd of the true x";
  }

  @Override
  public boolean sharesArguments() {
    return true;
  }

  @Override
  public List<ModelArgument> arguments() {
    return List.of(
        new ModelArgument(Y, "the measured ordinate", ModelArgument.Domain.FINITE),
        new ModelArgument(X, "the abscissa", ModelArgument.Domain.FINITE),
        new ModelArgument(Y_ERROR, "standard deviation of y", ModelArgument.Domain.POSITIVE),
        ModelArgument.optional(
            X_ERROR, "standard deviation of x", ModelArgument.Domain.NOT_NEGATIVE, 0),
        ModelArgument.optional(
            SCATTER,
            "standard deviation of y about the line",
            ModelArgument.Domain.NOT_NEGATIVE,
            0));
  }

  @Override
  public String example() {
    return "theta.\"slope,intercept\" { x = x, y = y, y-error = e }";
  }

  @Override
  public Optional<String> refuses(ModelArguments arguments) {
    String key = "objects.theta.\"" + String.join(",", arguments.thetas()) + "\"";
    Expression error = arguments.values().get(arguments.keys(this).get(0)).get(X_ERROR);
    boolean exact = error == null || error instanceof Expression.Constant c && c.value() == 0;
    return switch (arguments.thetas().size()) {
      case LINE ->
          exact
              ? Optional.empty()
              : Optional.of(
                  key
                      + ".x-error: errors on x need the mean and sd of the true x as two more"
                      + " parameters, \"slope,intercept,x_mean,x_sd\"");
      case LINE_AND_ABSCISSAE ->
          exact
              ? Optional.of(
                  key
                      + ": the mean and sd of the true x are for errors on x, and there is no"
                      + " x-error; allowed is \"slope,intercept\"")
              : Optional.empty();
      default ->
          Optional.of(
              key
                  + ": model linear takes \"slope,intercept\" or"
                  + " \"slope,intercept,x_mean,x_sd\"");
    };
  }

  @Override
  public Expression logLikelihood(ModelArguments given) {
    ModelArguments arguments = given.complete(this);
    Map<String, Expression> own = arguments.values().get(arguments.keys(this).get(0));
    Expression noise = own.get(Y_ERROR).square().plus(own.get(SCATTER).square());
    Expression[] theta =
        arguments.thetas().stream().map(arguments::theta).toArray(Expression[]::new);
    return theta.length == LINE
        ? line(own, theta[0], theta[1], noise)
        : lineAndAbscissae(own, theta, noise);
  }

  private static Expression line(
      Map<String, Expression> own, Expression slope, Expression intercept, Expression noise) {
    Expression residual = own.get(Y).minus(slope.times(own.get(X))).minus(intercept);
    return residual.square().dividedBy(noise).plus(noise.log()).times(-0.5).minus(LOG_SQRT_2PI);
  }

  /** The density of x, times that of y given x. */
  private static Expression lineAndAbscissae(
      Map<String, Expression> own, Expression[] theta, Expression noise) {
    Expression errors = own.get(X_ERROR).square();
    Expression width = theta[3].square();
    Expression varianceX = width.plus(errors);
    Expression dx = own.get(X).minus(theta[2]);
    Expression dy = own.get(Y).minus(theta[0].times(theta[2])).minus(theta[1]);
    Expression determinant =
        theta[0].square().times(width).times(errors).plus(varianceX.times(noise));
    Expression given = dy.minus(theta[0].times(width).times(dx).dividedBy(varianceX));
    Expression least = Expression.constant(0);
    Expression largest = Expression.constant(Double.POSITIVE_INFINITY);
    return dx.square()
        .dividedBy(varianceX)
        .plus(given.square().times(varianceX).dividedBy(determinant))
        .plus(determinant.log())
        .times(-0.5)
        .minus(LOG_2PI)
        .plus(Expression.apply(Guard.WITHIN, theta[3], least, largest));
  }

  @Override
  public ObjectLikelihood bind(ModelArguments arguments) {
    ModelArguments complete = arguments.complete(this);
    return RowsLikelihood.of(complete, new LinearLikelihood(this, complete));
  }
}
