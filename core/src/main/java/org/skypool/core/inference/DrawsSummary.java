package org.skypool.core.inference;

import java.io.Serializable;
import java.util.List;
import org.skypool.core.draws.DrawBlock;

/**
 * What selection integrals need to know of the objects behind a block of draws. Memory: 8 bytes per
 * object and covariate.
 *
 * @param objects their number
 * @param covariates one column of {@code objects} values per name asked for
 * @param spreads where the objects are, one per individual parameter
 */
public record DrawsSummary(int objects, double[][] covariates, List<Spread> spreads)
    implements Serializable {

  /** Of one block. */
  public static DrawsSummary of(DrawBlock block, RoundDraws.Summarised wanted) {
    return new DrawsSummary(
        block.objects(),
        wanted.covariates().stream().map(block.covariates()::get).toArray(double[][]::new),
        wanted.thetas().stream().map(theta -> Spread.of(block, theta)).toList());
  }

  /** Of several blocks together, in their order. */
  public static DrawsSummary concatenate(List<DrawsSummary> parts) {
    int objects = parts.stream().mapToInt(DrawsSummary::objects).sum();
    int width = parts.isEmpty() ? 0 : parts.get(0).covariates.length;
    double[][] columns = new double[width][objects];
    int at = 0;
    for (DrawsSummary part : parts) {
      for (int c = 0; c < columns.length; c++) {
        System.arraycopy(part.covariates[c], 0, columns[c], at, part.objects);
      }
      at += part.objects;
    }
    List<Spread> spreads =
        parts.stream().map(DrawsSummary::spreads).reduce(Spread::both).orElse(List.of());
    return new DrawsSummary(objects, columns, spreads);
  }
}
