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

  /**
   * Of one block.
   *
   * @param covariates names of columns
   * @param thetas individual parameters
   */
  public static DrawsSummary of(DrawBlock block, List<String> covariates, List<String> thetas) {
    return new DrawsSummary(
        block.objects(),
        covariates.stream().map(block.covariates()::get).toArray(double[][]::new),
        thetas.stream().map(theta -> Spread.of(block, theta)).toList());
  }

  /** Of several blocks together, in their order, of which there is at least one. */
  public static DrawsSummary concatenate(List<DrawsSummary> parts) {
    int objects = parts.stream().mapToInt(DrawsSummary::objects).sum();
    double[][] columns = new double[parts.get(0).covariates.length][objects];
    int at = 0;
    for (DrawsSummary part : parts) {
      for (int c = 0; c < columns.length; c++) {
        System.arraycopy(part.covariates[c], 0, columns[c], at, part.objects);
      }
      at += part.objects;
    }
    List<Spread> spreads =
        parts.stream().map(DrawsSummary::spreads).reduce(Spread::both).orElseThrow();
    return new DrawsSummary(objects, columns, spreads);
  }
}
