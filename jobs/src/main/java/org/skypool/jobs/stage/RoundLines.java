package org.skypool.jobs.stage;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.PointsChoice;
import org.skypool.core.inference.RoundRecord;
import org.skypool.core.inference.RoundsListener;
import org.skypool.jobs.progress.RunMetrics;

/** Says on the error stream what each round found, one line each; keeps the metrics of the fit. */
final class RoundLines implements RoundsListener {
  /** With more hyperparameters elements of vectors are counted only. */
  private static final int MOST_LISTED = 12;

  @Override
  public void round(RoundRecord record) {
    System.err.println(line(record));
  }

  @Override
  public void points(PointsChoice choice) {
    System.err.println("points per object: " + choice.points() + ", " + choice.reason());
  }

  @Override
  public void effective(double found, int wanted) {
    RunMetrics.OF_THIS_DRIVER.effective(found, wanted);
  }

  private static String line(RoundRecord record) {
    StringBuilder line = new StringBuilder("round " + record.round() + ":");
    Hyperposterior posterior = record.posterior();
    List<String> names = posterior.names();
    boolean all = names.size() <= MOST_LISTED;
    Map<String, Integer> counted = new TreeMap<>();
    for (int j = 0; j < names.size(); j++) {
      int bracket = names.get(j).indexOf('[');
      if (all || bracket < 0) {
        line.append(
            String.format(
                Locale.ROOT,
                " %s = %.4g +- %.2g",
                names.get(j),
                posterior.mean()[j],
                posterior.sd(j)));
      } else {
        counted.merge(names.get(j).substring(0, bracket), 1, Integer::sum);
      }
    }
    counted.forEach((vector, number) -> line.append(" and " + number + " of " + vector));
    if (!Double.isNaN(record.drift())) {
      line.append(String.format(Locale.ROOT, ", moved %.3f sd", record.drift()));
    }
    record
        .audit()
        .ifPresent(
            a -> line.append(String.format(Locale.ROOT, ", bias within %.3f sd", a.worst())));
    return line.toString();
  }
}
