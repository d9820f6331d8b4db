package org.skypool.core.density;

import java.util.ArrayList;
import java.util.List;
import org.skypool.core.expression.Bin;
import org.skypool.core.expression.Expression;

/**
 * {@code histogram(low, high, heights)}: as many equal bins between low and high as there are
 * heights, natural logarithms of relative densities; see {@link StepFamily}.
 */
public final class Histogram extends StepFamily {

  /** The family. */
  public Histogram() {
    super(
        "histogram",
        "histogram(8, 12, h)",
        Parameter.real("low"),
        Parameter.real("high"),
        Parameter.vector("heights"));
  }

  @Override
  int bins(int arguments) {
    return arguments - 2;
  }

  @Override
  List<Expression> edges(List<Expression> arguments) {
    Expression low = arguments.get(0);
    Expression high = arguments.get(1);
    int bins = bins(arguments.size());
    List<Expression> edges = new ArrayList<>(List.of(low));
    for (int b = 1; b < bins; b++) {
      double part = (double) b / bins;
      edges.add(low.times(1 - part).plus(high.times(part)));
    }
    edges.add(high);
    return edges;
  }

  @Override
  double[] edges(double[] a) {
    int bins = bins(a.length);
    double[] edges = new double[bins + 1];
    for (int b = 0; b <= bins; b++) {
      double part = (double) b / bins;
      edges[b] = a[0] * (1 - part) + a[1] * part;
    }
    return edges;
  }

  @Override
  Expression bin(Expression x, List<Expression> arguments) {
    return Expression.apply(
        Bin.ofEqual(bins(arguments.size())), x, arguments.get(0), arguments.get(1));
  }
}
