package org.skypool.core.density;

import java.util.Arrays;
import java.util.List;
import org.skypool.core.expression.Bin;
import org.skypool.core.expression.Expression;

/**
 * {@code histogram_between(edges, heights)}: bins between ascending edges, one more than there are
 * heights, natural logarithms of relative densities; see {@link StepFamily}.
 */
public final class HistogramBetween extends StepFamily {

  /** The family. */
  public HistogramBetween() {
    super(
        "histogram_between",
        "histogram_between([8, 9, 9.5, 12], h)",
        Parameter.vector("edges"),
        Parameter.vector("heights"));
  }

  @Override
  public void checkLengths(List<Integer> lengths) {
    int edges = lengths.get(0);
    int heights = lengths.get(1);
    if (edges != heights + 1) {
      throw new IllegalArgumentException(
          "histogram_between has one edge more than heights: %d heights need %d edges, not %d"
              .formatted(heights, heights + 1, edges));
    }
  }

  @Override
  int bins(int arguments) {
    return (arguments - 1) / 2;
  }

  @Override
  List<Expression> edges(List<Expression> arguments) {
    return arguments.subList(0, bins(arguments.size()) + 1);
  }

  @Override
  double[] edges(double[] a) {
    return Arrays.copyOf(a, bins(a.length) + 1);
  }

  @Override
  Expression bin(Expression x, List<Expression> arguments) {
    Expression[] all = new Expression[bins(arguments.size()) + 2];
    all[0] = x;
    for (int e = 1; e < all.length; e++) {
      all[e] = arguments.get(e - 1);
    }
    return Expression.apply(Bin.between(all.length - 2), all);
  }
}
