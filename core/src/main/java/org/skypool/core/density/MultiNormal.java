package org.skypool.core.density;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.expression.Expression;
import org.skypool.core.expression.Scientific;

/**
 * {@code multi_normal(means, sds, correlations)} of several variables: normal, with any
 * correlations.
 *
 * <p>The correlations are partial ones, {@code r_jk} that of variables j and k given those before
 * j: for two variables the correlation itself. Any values between -1 and 1 make a covariance (Joe
 * 2006, doi:10.1016/j.jmva.2005.05.010), so that each may have its own prior.
 */
public final class MultiNormal implements JointFamily {

  @Override
  public String name() {
    return "multi_normal";
  }

  @Override
  public List<Parameter> parameters(int variables) {
    List<Parameter> all = new ArrayList<>();
    for (int j = 1; j <= variables; j++) {
      all.add(Parameter.real("mean" + j));
    }
    for (int j = 1; j <= variables; j++) {
      all.add(Parameter.positive("sd" + j));
    }
    for (int j = 1; j <= variables; j++) {
      for (int k = j + 1; k <= variables; k++) {
        all.add(Parameter.real("r" + j + k));
      }
    }
    return all;
  }

  @Override
  public List<Conditional> conditionals(List<Expression> x, List<Expression> arguments) {
    int n = x.size();
    Density normal = new Normal();
    List<Conditional> all = new ArrayList<>();
    List<Expression> deviates = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      Expression mean = arguments.get(k);
      Expression sd = arguments.get(n + k);
      for (int j = 0; j < k; j++) {
        Expression partial = arguments.get(2 * n + j * (2 * n - j - 1) / 2 + k - j - 1);
        mean = mean.plus(sd.times(partial).times(deviates.get(j)));
        sd =
            sd.times(
                Expression.apply(Scientific.SQRT, Expression.constant(1).minus(partial.square())));
      }
      all.add(new Conditional(normal, List.of(mean, sd)));
      deviates.add(x.get(k).minus(mean).dividedBy(sd));
    }
    return all;
  }

  @Override
  public String example() {
    return "density.\"x,y\" = \"multi_normal(mx, my, sx, sy, r)\"";
  }
}
