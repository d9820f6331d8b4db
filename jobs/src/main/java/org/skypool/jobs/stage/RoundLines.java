package org.skypool.jobs.stage;

import java.util.Locale;
import org.skypool.core.inference.Hyperposterior;
import org.skypool.core.inference.PointsChoice;
import org.skypool.core.inference.RoundRecord;
import org.skypool.core.inference.RoundsListener;

/** Says on the error stream what each round found, one line each. */
final class RoundLines implements RoundsListener {
  @Override
  public void round(RoundRecord record) {
    System.err.println(line(record));
  }

  @Override
  public void points(PointsChoice choice) {
    System.err.println("points per object: " + choice.points() + ", " + choice.reason());
  }

  private static String line(RoundRecord record) {
    StringBuilder line = new StringBuilder("round " + record.round() + ":");
    Hyperposterior posterior = record.posterior();
    for (int j = 0; j < posterior.names().size(); j++) {
      line.append(
          String.format(
              Locale.ROOT,
              " %s = %.4g +- %.2g",
              posterior.names().get(j),
              posterior.mean()[j],
              posterior.sd(j)));
    }
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
